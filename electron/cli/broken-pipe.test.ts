import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

test('a reader who has seen enough, as `| head` has, is no failure', async () => {
  const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ said, status: child.exitCode }).toEqual({ said: '', status: 0 });
});

test.runIf(process.platform === 'linux')('a disk that is full is one, in a sentence', async () => {
  const full = await open('/dev/full', 'w');
  const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', full.fd, 'pipe'] });
  const said = text(child.stderr as Readable); // a pipe, as asked for
  await once(child, 'exit');
  await full.close();
  expect(child.exitCode).toBe(1);
  expect(await said).toMatch(/^portolan: .*ENOSPC.*\n$/);
});
