import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeClock } from '../testing/fake-clock.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import type { TempFolder } from '../testing/temp-folder.ts';
import { until } from '../testing/until.ts';
import { loginShellPath } from './shell-path.ts';

let folder: TempFolder;
beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.close());

test('asks the login shell once for its PATH', async () => {
  const shell = await folder.script(
    'shell',
    `echo asked >> '${folder.path}/asked'; export PATH=/opt/tools/bin:/bin; eval "$2"`,
  );
  const path = loginShellPath({ clock: new FakeClock(), shell });
  expect(await Promise.all([path(), path()])).toEqual(['/opt/tools/bin:/bin', '/opt/tools/bin:/bin']);
  expect(await readFile(join(folder.path, 'asked'), 'utf8')).toBe('asked\n');
});

test('does without a shell that fails', async () => {
  const shell = await folder.script('shell', 'exit 1');
  expect(await loginShellPath({ clock: new FakeClock(), shell })()).toBeUndefined();
});

test('does without a shell that takes too long', async () => {
  const clock = new FakeClock();
  const pid = join(folder.path, 'pid');
  const shell = await folder.script('shell', `echo $$ > '${pid}.new'; mv '${pid}.new' '${pid}'; exec sleep 1000`);
  const answer = loginShellPath({ clock, shell })();
  await until(() => clock.sleeping === 1);
  let child = 0;
  while (child === 0) child = Number(await readFile(pid, 'utf8').catch(() => '0'));
  await clock.advance(5_000);
  expect(await answer).toBeUndefined();
  process.kill(child);
});
