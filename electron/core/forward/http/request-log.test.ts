import { expect, test } from 'vitest';
import { RequestLog } from './request-log.ts';

const entry = { at: 0, method: 'GET', path: '/', ms: 0, bytes: { in: 0, out: 0 }, retried: 0 };

test('the newest 1,000 are kept', () => {
  const log = new RequestLog();
  for (let n = 0; n < 1500; n++) log.add({ ...entry, ms: n });
  const kept = [...log.entries.items.values()];
  expect(kept).toHaveLength(1000);
  expect(kept[0]?.ms).toBe(500);
  expect(kept.at(-1)?.ms).toBe(1499);
});

test('what goes on after it was cleared does not come back', () => {
  const log = new RequestLog();
  const update = log.add(entry);
  update({ ...entry, status: 200 });
  expect([...log.entries.items.values()]).toMatchObject([{ status: 200 }]);
  log.clear();
  update({ ...entry, status: 200, ms: 9 });
  expect(log.entries.items.size).toBe(0);
});
