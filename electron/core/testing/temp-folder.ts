import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test. */
export interface TempFolder {
  readonly path: string;
  /** Writes a file and returns its path. */
  write(name: string, content: string): Promise<string>;
  /** Writes a program that `/bin/sh` runs. */
  script(name: string, lines: string): Promise<string>;
  close(): Promise<void>;
}

export async function makeTempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'portolan-test-'));
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(path, name), content);
    return join(path, name);
  };
  return {
    path,
    write,
    script: async (name, lines) => {
      const file = await write(name, `#!/bin/sh\n${lines}\n`);
      await chmod(file, 0o755);
      return file;
    },
    close: () => rm(path, { recursive: true }),
  };
}
