import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Profile } from '../../../shared/model/profile.ts';
import { profileSchema } from '../../../shared/schemas.ts';

const storeSchema = z.object({ profiles: z.array(profileSchema) });

/**
 * The profiles on disk, apart from the state file: the command line changes them too, so each change begins with what
 * the file says now.
 */
export class ProfileStore {
  readonly #path: string | undefined;
  #profiles: readonly Profile[] = [];
  #changing: Promise<void> = Promise.resolve();

  /** Without a path the profiles live in memory alone. */
  constructor(path?: string) {
    this.#path = path;
  }

  async read(): Promise<readonly Profile[]> {
    if (this.#path !== undefined) this.#profiles = await readProfiles(this.#path);
    return this.#profiles;
  }

  /** Writes what `make` makes of the profiles, one change after the other; rejects with what it throws. */
  change(make: (profiles: readonly Profile[]) => readonly Profile[]): Promise<readonly Profile[]> {
    const changed = this.#changing.then(async () => {
      this.#profiles = make(await this.read());
      if (this.#path !== undefined) await writeProfiles(this.#path, this.#profiles);
      return this.#profiles;
    });
    this.#changing = changed.then(
      () => undefined,
      () => undefined,
    );
    return changed;
  }

  /** Resolves once no change is under way. */
  flushed(): Promise<void> {
    return this.#changing;
  }
}

async function readProfiles(path: string): Promise<readonly Profile[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return [];
  }
  try {
    return storeSchema.parse(JSON.parse(text)).profiles;
  } catch {
    // Nothing lost: a broken file is put aside for its owner to look at.
    await rename(path, `${path}.broken`).catch(() => undefined);
    return [];
  }
}

async function writeProfiles(path: string, profiles: readonly Profile[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, `${JSON.stringify({ profiles }, undefined, 2)}\n`, { mode: 0o600 });
}
