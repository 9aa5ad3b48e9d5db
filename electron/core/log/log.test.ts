import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { openLog } from './log.ts';

let folder: TempFolder;
beforeEach(async () => (folder = await makeTempFolder()));
afterEach(() => folder.close());

it('writes a line for each thing, for its owner only, and none of the credentials in it', async () => {
  const log = openLog(folder.path);
  log.note('dev: connecting -> live');
  log.problem('Error: no\n    at somewhere with Bearer abcdefgh12345');
  const file = log.file ?? '';
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\dT\S+ info dev: connecting -> live$/) as string,
    expect.stringMatching(/ error Error: no \| at somewhere with Bearer \[redacted\]$/) as string,
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('starts anew when it is full, and keeps the one before', async () => {
  const log = openLog(folder.path);
  for (let line = 0; line < 300; line++) log.note('x'.repeat(8000));
  const { size } = await stat(log.file ?? '');
  expect(size).toBeLessThan(1.1 * 1024 * 1024);
  expect((await stat((log.file ?? '').replace('.log', '.old.log'))).size).toBeGreaterThan(0);
});
