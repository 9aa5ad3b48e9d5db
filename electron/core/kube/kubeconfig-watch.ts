import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { Live } from '../live.ts';
import type { KubeconfigFile } from './kubeconfig-file.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import type { Kubeconfig, KubeconfigFiles } from './kubeconfig.ts';
import { placesToWatch } from './places.ts';

/** Editors and `kubectl config` write in several steps; half of a file is not worth a message. */
const SETTLE = 100;
/** Looks again this often where the system does not tell of changes (no watches left, some network drives). */
const LOOK_AGAIN = 5_000;

export interface KubeconfigWatchOptions {
  readonly clock: Clock;
  /** How long the files have to be left alone before they are read, in ms. */
  readonly settle?: number;
}

/** The kubeconfig as it is now, read again whenever one of its files changes, appears or goes. */
export class KubeconfigWatch {
  readonly #clock: Clock;
  readonly #settle: number;
  readonly #live = new Live<Kubeconfig>({ files: [], contexts: [], failures: [] });
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #closed = new AbortController();
  #files: KubeconfigFiles;
  /** The last good reading of each file, by path. */
  readonly #last = new Map<string, KubeconfigFile>();
  #names = new Map<string, Set<string>>();
  #pending: AbortController | undefined;

  constructor(files: KubeconfigFiles, { clock, settle = SETTLE }: KubeconfigWatchOptions) {
    this.#files = files;
    this.#clock = clock;
    this.#settle = settle;
  }

  get current(): Kubeconfig {
    return this.#live.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#live.subscribe(listener);
  }

  /** Watches these files from now on, and reads them soon. */
  setFiles(files: KubeconfigFiles): void {
    this.#files = files;
    this.#soon(0);
  }

  /** Reads the files now; subscribers hear of it only if something has changed. */
  async refresh(): Promise<void> {
    const files = this.#files;
    await this.#follow(files); // first, so that a change while reading is not missed
    const next = await loadKubeconfig(files, this.#last);
    if (this.#closed.signal.aborted || files !== this.#files) return;
    if (!isDeepStrictEqual(next, this.current)) this.#live.set(next);
  }

  close(): void {
    this.#closed.abort();
    this.#pending?.abort();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #follow({ merged, chosen }: KubeconfigFiles): Promise<void> {
    const places = (await Promise.all([...merged, ...chosen].map(placesToWatch))).flat();
    if (this.#closed.signal.aborted) return;
    this.#names = new Map();
    for (const { folder, name } of places) {
      this.#names.set(folder, (this.#names.get(folder) ?? new Set()).add(name));
    }
    for (const [folder, watcher] of this.#watchers) {
      if (this.#names.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of this.#names.keys()) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        // Without a name it may be any of them; with one, a busy folder is no reason to wait or to read.
        if (name === null || this.#names.get(folder)?.has(name)) this.#soon(this.#settle);
      });
      watcher.on('error', () => this.#lost(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      this.#soon(LOOK_AGAIN);
    }
  }

  #lost(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    this.#soon(LOOK_AGAIN);
  }

  /** Reads the files when nothing has happened for so long. */
  #soon(after: number): void {
    if (this.#closed.signal.aborted) return;
    this.#pending?.abort();
    const pending = new AbortController();
    this.#pending = pending;
    this.#clock
      .sleep(after, pending.signal)
      .then(() => this.refresh())
      .catch(() => undefined); // a later change has taken its place; reading itself never rejects
  }
}

/** Reads the kubeconfig and keeps it up to date until it is closed. */
export async function watchKubeconfig(
  files: KubeconfigFiles,
  options: KubeconfigWatchOptions,
): Promise<KubeconfigWatch> {
  const watched = new KubeconfigWatch(files, options);
  await watched.refresh();
  return watched;
}
