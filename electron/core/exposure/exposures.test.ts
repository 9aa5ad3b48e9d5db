import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeApi } from '../kube/api.ts';
import { contextOf } from '../testing/context-samples.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { openFakeApi } from '../testing/fake-context.ts';
import { Exposures } from './exposures.ts';

const CANARY = 'c4n4ry';
const ref = { context: 'dev', namespace: 'shop', name: 'web' };
const clock = new FakeClock();

let server: FakeApi;
let api: KubeApi;

beforeEach(async () => {
  server = await FakeApi.start();
  api = openFakeApi(contextOf({ server: server.server }), clock);
});

afterEach(async () => {
  api.close();
  await server.stop();
});

test('the YAML of a preview shows no credential of the Service', async () => {
  server.objects.put('services', {
    metadata: { namespace: 'shop', name: 'web', annotations: { 'example.com/api-token': CANARY } },
    spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', ports: [{ port: 80 }] },
  });
  const exposures = new Exposures({ api: () => api, clock, historyPath: undefined });
  const { yaml } = await exposures.preview(ref, { edits: [{ set: 'type', to: 'NodePort' }] });
  for (const text of [yaml.before, yaml.after]) {
    expect(text).toContain('example.com/api-token: "[hidden]"');
    expect(text).not.toContain(CANARY);
  }
});
