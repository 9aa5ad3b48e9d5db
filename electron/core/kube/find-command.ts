import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

export interface CommandSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PATH as the user's login shell has it; asked only when the process's own PATH does not have the command. */
  readonly shellPath: () => Promise<string | undefined>;
}

export type FoundCommand =
  | { readonly file: string; /** The PATH that it was found in, for what it calls in turn. */ readonly path: string }
  | { readonly file: undefined; readonly folders: number };

/** Finds a program as a shell would, also when the app was started from a desktop, which knows less of PATH. */
export async function findCommand(command: string, { env, shellPath }: CommandSearch): Promise<FoundCommand> {
  const path = env['PATH'] ?? '';
  if (isAbsolute(command))
    return (await isProgram(command)) ? { file: command, path } : { file: undefined, folders: 1 };
  const own = folders(path);
  const near = await firstProgram(command, own);
  if (near !== undefined) return { file: near, path };
  const more = folders((await shellPath()) ?? '').filter((folder) => !own.includes(folder));
  const far = await firstProgram(command, more);
  if (far !== undefined) return { file: far, path: [...own, ...more].join(delimiter) };
  return { file: undefined, folders: own.length + more.length };
}

function folders(path: string): string[] {
  return [...new Set(path.split(delimiter).filter((folder) => isAbsolute(folder)))];
}

async function firstProgram(command: string, within: readonly string[]): Promise<string | undefined> {
  for (const folder of within) {
    for (const suffix of suffixes()) {
      const file = join(folder, `${command}${suffix}`);
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

function suffixes(): readonly string[] {
  return process.platform === 'win32' ? ['', '.exe', '.com'] : [''];
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
