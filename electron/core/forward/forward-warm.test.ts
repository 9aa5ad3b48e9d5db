import { expect } from 'vitest';
import { test } from '../testing/forward-sandbox.ts';
import { until } from '../testing/until.ts';

test('the first connection has a session with each of a few endpoints made', async ({ box }) => {
  await box.namedPods('a', 'b', 'c');
  box.target.set(['a', 'b', 'c']);
  expect(box.server.dials).toBe(0);
  await box.answer();
  await until(() => box.server.sessions.size === 3);
  expect(box.server.connections).toHaveLength(1);
  for (let n = 0; n < 5; n++) await box.answer();
  expect(box.server.dials).toBe(3);
});

test('none is made in advance where connections stay with one endpoint, or there are many', async ({ box }) => {
  await box.namedPods('a', 'b', 'c', 'd', 'e');
  box.target.set(['a', 'b']);
  box.forward.change({ balance: 'first' });
  await box.answer();
  box.forward.change({ balance: 'round-robin' });
  box.target.set(['a', 'b'], { sessionAffinity: { type: 'ClientIP', seconds: 60 } });
  await box.answer();
  box.target.set(['a', 'b', 'c', 'd', 'e']);
  await box.answer();
  expect([...box.server.sessions].map(({ pod }) => pod)).not.toContain('shop/d');
  expect(box.server.dials).toBeLessThanOrEqual(2);
});
