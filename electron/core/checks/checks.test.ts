import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attempt, CheckReport } from '../../../shared/model/check.ts';
import { systemClock } from '../clock.ts';
import { createCore, type Core } from '../core.ts';
import { demoEntry } from '../demo/context.ts';
import { Diagnoses } from '../diagnosis/live.ts';
import type { KubeApi } from '../kube/api.ts';
import { until } from '../testing/until.ts';

let core: Core;
let api: KubeApi;
const { signal } = new AbortController();

beforeAll(async () => {
  core = await createCore({ env: {}, home: tmpdir(), stateDir: mkdtempSync(join(tmpdir(), 'portolan-checks-')) });
  core.clusters.connect(demoEntry.key);
  await until(() => core.clusters.contexts.items.get(demoEntry.key)?.link.state === 'live');
  ({ api } = core.clusters.cluster(demoEntry.key));
});
afterAll(() => core.close());

const ask = (namespace: string, name: string) => ({ api, ref: { namespace, name }, signal });

function heard({ attempts, failures }: CheckReport): readonly string[] {
  expect(failures).toEqual([]);
  return [...new Set(attempts.map(({ from, to, heard: { t } }: Attempt) => `${from} ${to} ${t}`))];
}

test('the endpoints of a Service that is well answer from both sides, and the plan said which', async () => {
  const question = ask('shop', 'backend');
  const plan = await core.checks.plan(question);
  expect(plan.connect).toMatchObject({ ports: [{ hello: 'http' }], left: 0 });
  expect(plan.inside.targets[0]).toBe('backend.shop.svc:80');
  const connect = await core.checks.run('connect', question);
  expect(connect.attempts).toHaveLength(plan.connect.pods);
  expect(heard(connect)).toEqual(['forward pod http']);
  const inside = await core.checks.run('inside', question);
  expect(heard(inside)).toEqual(['inside name http', 'inside address http', 'inside pod http']);
});

test('what a crashing container wrote last is the proof of its crash, and of nothing else', async () => {
  const { context } = core.clusters.cluster(demoEntry.key);
  const ref = { context, namespace: 'trouble', name: 'emails' };
  const report = await core.checks.run('log', ask('trouble', 'emails'));
  expect(report.logs[0]?.lines.at(-1)).toContain('panic: SMTP_HOST is not set');

  const diagnoses = new Diagnoses(systemClock);
  const live = diagnoses.service(core.clusters.cluster(demoEntry.key), ref);
  const proof = (): string => JSON.stringify([...live.items.values()][0]?.findings ?? '');
  await until(() => proof().includes('"C4"'));
  expect(proof()).not.toContain('panic');
  diagnoses.take(core.clusters.cluster(demoEntry.key), ref, report);
  await until(() => proof().includes('panic: SMTP_HOST is not set'));
  live.close();
});

test('a Service that is not there is said to be gone', async () => {
  const failure = { code: 'service-gone', params: { namespace: 'shop', name: 'none' } };
  await expect(core.checks.plan(ask('shop', 'none'))).rejects.toMatchObject({ failure });
});
