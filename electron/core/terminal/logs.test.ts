import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeApi } from '../kube/api.ts';
import { TestPods } from '../test-pod/test-pods.ts';
import { contextOf } from '../testing/context-samples.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { openFakeApi } from '../testing/fake-context.ts';
import { Terminals } from './terminals.ts';

const clock = new FakeClock();
let server: FakeApi;
let api: KubeApi;
let terminals: Terminals;

beforeEach(async () => {
  server = await FakeApi.start();
  api = openFakeApi(contextOf({ server: server.server }), clock);
  terminals = new Terminals({ api: () => api, clock, testPods: new TestPods(clock) });
});

afterEach(async () => {
  await terminals.closeAll();
  api.close();
  await server.stop();
});

test('a line of a log can do nothing to the screen that shows it', async () => {
  server.logs.set('shop/web-0', 'first\n\u001b]0;root@prod\u0007\u001b[2Jsecond\u202e\nlast\n');
  const { key, run } = terminals.open(
    { kind: 'logs', context: 'dev', namespace: 'shop', pods: ['web-0'] },
    { columns: 80, rows: 24 },
  );
  let text = '';
  for (let from = 0; !text.includes('last');) {
    const output = await terminals.read({ key, run, from }, new AbortController().signal);
    text += output.text;
    from = output.next;
  }
  expect(text).toContain('first\r\nsecond·\r\nlast\r\n');
});
