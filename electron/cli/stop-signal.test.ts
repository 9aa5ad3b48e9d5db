import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../core/testing/temp-folder.ts';

/** Writes until it is told to end: several files, so that one is being written at any moment. */
const program = (folder: string): string => `
  import { StateFile } from '${new URL('../core/state.ts', import.meta.url).href}';
  import { stopSignal } from '${new URL('stop-signal.ts', import.meta.url).href}';
  const stopped = stopSignal();
  let isOver = false;
  const keepWriting = async (file) => {
    const state = await StateFile.open(file);
    do {
      state.change({ connected: ['dev'] });
      await state.flushed();
    } while (!isOver);
  };
  const files = Array.from({ length: 8 }, (_, n) => ${JSON.stringify(folder)} + '/' + n);
  const writing = Promise.all(files.map(keepWriting));
  await new Promise((resolve) => setImmediate(resolve));
  process.stdout.write('writing\\n');
  await stopped;
  isOver = true;
  await writing;
  process.stdout.write('stopping\\n');
  if (process.argv[1] === 'slowly') await new Promise((resolve) => setTimeout(resolve, 60_000));
`;

let folder: TempFolder;
let child: ChildProcess;
beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await folder.close();
});

async function start(...args: readonly string[]): Promise<() => string> {
  const code = program(folder.path);
  child = spawn(process.execPath, ['--input-type=module', '--eval', code, ...args]);
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  await heard(() => said, 'writing');
  return () => said;
}

/** Resolves once the program has said the word, or has ended. */
async function heard(said: () => string, word: string): Promise<void> {
  const { stdout } = child;
  while (!said().includes(word) && stdout?.readable) await Promise.race([once(stdout, 'data'), once(stdout, 'end')]);
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a state that is being written be written', async (signal) => {
  const said = await start();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(said()).toContain('stopping');
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second %s ends the process at once', async (signal, status) => {
  const said = await start('slowly');
  child.kill(signal);
  await heard(said, 'stopping');
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([status, null]);
});
