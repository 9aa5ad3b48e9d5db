import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Patch } from '../../../shared/model/diagnosis.ts';
import { createCore, type Core } from '../core.ts';
import { demoEntry } from '../demo/context.ts';
import type { KubeApi } from '../kube/api.ts';
import { until } from '../testing/until.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Exposures } from '../exposure/exposures.ts';
import { applyFix, previewFix } from './fix.ts';
import { Fixes } from './fixes.ts';

let core: Core;
let api: KubeApi;
const { signal } = new AbortController();
const object = { apiVersion: 'v1', kind: 'Service', namespace: 'trouble', name: 'orders' } as const;
const patch: Patch = { object, body: { spec: { selector: { app: 'orders' } } } };

beforeAll(async () => {
  core = await createCore({ env: {}, home: tmpdir(), stateDir: mkdtempSync(join(tmpdir(), 'portolan-fix-')) });
  core.clusters.connect(demoEntry.key);
  await until(() => core.clusters.contexts.items.get(demoEntry.key)?.link.state === 'live');
  ({ api } = core.clusters.cluster(demoEntry.key));
});
afterAll(() => core.close());

async function selector(): Promise<unknown> {
  const path = '/api/v1/namespaces/trouble/services/orders';
  const service = await api.json<{ spec: { selector: unknown } }>({ path, verb: 'get', resource: 'services', signal });
  return service.spec.selector;
}

test('a fix is previewed by the server, applied, and taken back', async () => {
  const { changes, resourceVersion } = await previewFix({ api, patch, signal });
  expect(changes).toEqual([{ path: 'spec.selector[app]', before: 'ordres', after: 'orders', by: 'you' }]);
  expect(await selector()).toEqual({ app: 'ordres' });
  const applied = await applyFix({ api, patch, signal }, resourceVersion);
  expect(await selector()).toEqual({ app: 'orders' });
  await applyFix({ api, patch: applied.undo, signal }, applied.resourceVersion);
  expect(await selector()).toEqual({ app: 'ordres' });
});

test('an object that has changed since the preview is left alone', async () => {
  const { resourceVersion } = await previewFix({ api, patch, signal });
  const other: Patch = { object, body: { metadata: { labels: { by: 'somebody' } } } };
  await applyFix({ api, patch: other, signal }, resourceVersion);
  const late = applyFix({ api, patch, signal }, resourceVersion);
  await expect(late).rejects.toMatchObject({ failure: { code: 'fix-outdated' } });
  expect(await selector()).toEqual({ app: 'ordres' });
});

test('what the server would refuse is told in its words, and nothing else is patched', async () => {
  const wrong: Patch = { object, body: { spec: { ports: [{ name: 'http', port: 99_999 }] } } };
  const { refusal } = await previewFix({ api, patch: wrong, signal });
  expect(refusal).toMatchObject({ code: 'server-error', params: { status: 422 } });
  const secret: Patch = { object: { ...object, kind: 'Secret' }, body: {} };
  await expect(previewFix({ api, patch: secret, signal })).rejects.toMatchObject({ failure: { code: 'invalid' } });
});

describe('a fix among the changes of its Service', () => {
  const ref = { context: demoEntry.key, namespace: object.namespace, name: object.name };
  const setUp = async () => {
    const clock = new FakeClock();
    const exposures = new Exposures({ api: () => api, clock, historyPath: undefined });
    const fixes = new Fixes({ api: () => api, clock, history: exposures.allChanges });
    const { resourceVersion } = await fixes.preview({ context: ref.context, patch }, signal);
    const applied = await fixes.apply({ context: ref.context, patch, resourceVersion }, signal);
    const history = await exposures.history(ref);
    const changes = () => [...history.items.values()];
    const states = () => changes().map(({ state }) => state);
    return { exposures, fixes, applied, changes, states };
  };

  test('is listed with the field that it changed, and taken back and done again from there', async () => {
    const { exposures, changes, states } = await setUp();
    expect(changes()).toMatchObject([{ what: 'exposure', fields: ['selector'], state: 'done' }]);
    await exposures.undo(ref);
    expect(await selector()).toEqual({ app: 'ordres' });
    await until(() => states()[0] === 'undone');
    await exposures.redo(ref);
    expect(await selector()).toEqual({ app: 'orders' });
    await exposures.undo(ref);
  });

  test('is undone where it was applied, and can be done again from the list', async () => {
    const { exposures, fixes, applied, states } = await setUp();
    const { undo, resourceVersion } = applied;
    await fixes.undo({ context: ref.context, patch: undo, resourceVersion }, signal);
    expect(await selector()).toEqual({ app: 'ordres' });
    await until(() => states().join() === 'undone');
    await exposures.redo(ref);
    expect(await selector()).toEqual({ app: 'orders' });
    await exposures.undo(ref);
  });

  test('is no change of the Service where it patches something else', async () => {
    const { exposures, fixes } = await setUp();
    await exposures.undo(ref);
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'trouble', name: 'orders' } as const;
    const other: Patch = { object: workload, body: { metadata: { annotations: { note: 'seen' } } } };
    const { resourceVersion } = await fixes.preview({ context: ref.context, patch: other }, signal);
    await fixes.apply({ context: ref.context, patch: other, resourceVersion }, signal);
    const { done } = await exposures.allChanges.of({ ...ref });
    expect(done).toEqual([]);
  });
});
