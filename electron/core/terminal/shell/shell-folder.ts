import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of one shell's files, which hold credentials: nobody but the person may read them. */
export interface ShellFolder {
  readonly path: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** Named by our process, so that what a crash left behind can be told from what another Portolan uses. */
export async function makeShellFolder(root: string): Promise<ShellFolder> {
  const path = join(root, `${process.pid}-${randomUUID()}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    path,
    write: async (name, text) => {
      const file = join(path, name);
      await writeFile(file, text, { mode: 0o600 });
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Removes the folders of processes that are gone, and of an earlier one with our own number. */
export async function sweepShellFolders(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const owner = Number(name.split('-')[0]);
      if (owner === process.pid || !isAlive(owner)) await rm(join(root, name), { recursive: true, force: true });
    }),
  );
}

/** A process that we may not signal is another person's, and did not write here. */
function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
