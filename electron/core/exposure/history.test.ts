import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { ChangeHistory, type PastChange } from './history.ts';

const ref = { context: 'dev', namespace: 'shop', name: 'web' };
const nothing = { spec: {}, labels: {}, annotations: {} };
const touched = { spec: ['type'], labels: [], annotations: [] };
const changeAt = (at: number): PastChange => ({
  at,
  from: 'ClusterIP',
  to: 'NodePort',
  before: nothing,
  after: nothing,
  touched,
});

let folder: TempFolder;
beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.close());

test('what was changed is there after a restart, for this user’s eyes only', async () => {
  const path = join(folder.path, 'deep', 'history.json');
  await new ChangeHistory(path).add(ref, changeAt(1));
  expect((await new ChangeHistory(path).of(ref)).done).toEqual([changeAt(1)]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('an undone change can be done again until another one is made', async () => {
  const history = new ChangeHistory(undefined);
  await history.add(ref, changeAt(1));
  await history.undid(ref);
  expect(await history.of(ref)).toEqual({ done: [], undone: [changeAt(1)] });
  await history.redid(ref);
  expect(await history.of(ref)).toEqual({ done: [changeAt(1)], undone: [] });
  await history.undid(ref);
  await history.add(ref, changeAt(2));
  expect(await history.of(ref)).toEqual({ done: [changeAt(2)], undone: [] });
});

test('the oldest changes, and the Services changed longest ago, are let go', async () => {
  const history = new ChangeHistory(undefined);
  for (let at = 1; at <= 25; at++) await history.add(ref, changeAt(at));
  expect((await history.of(ref)).done.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => index + 6));
  for (let index = 0; index < 200; index++) await history.add({ ...ref, name: `other-${index}` }, changeAt(1));
  expect((await history.of(ref)).done).toEqual([]);
});

test('two that write at once lose nothing of each other', async () => {
  const history = new ChangeHistory(join(folder.path, 'history.json'));
  await Promise.all([1, 2, 3].map((at) => history.add(ref, changeAt(at))));
  expect((await history.of(ref)).done).toHaveLength(3);
});

test('a broken file counts as none', async () => {
  const path = await folder.write('history.json', '{');
  expect(await new ChangeHistory(path).of(ref)).toEqual({ done: [], undone: [] });
});
