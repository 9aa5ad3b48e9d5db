import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { costSettingsSchema, priceListSchema } from '../../shared/cost-schema.ts';
import { doors } from '../../shared/model/local-names.ts';
import { defaultSettings } from '../../shared/model/settings.ts';
import { forwardSpecSchema, portNumber, settingsSchema } from '../../shared/schemas.ts';

const doorWish = z.object({ on: z.boolean(), port: portNumber.exactOptional() });

/** What Portolan writes down between two starts. Each part falls back on its own when an older version wrote it. */
const stateSchema = z.object({
  settings: settingsSchema.catch(defaultSettings),
  /** Contexts connected at the last quit, by key; undefined before the first start. */
  connected: z.array(z.string()).readonly().optional().catch(undefined),
  /** Namespaces typed by hand, by context. */
  namespaces: z.record(z.string(), z.array(z.string()).readonly()).readonly().catch({}),
  /** Forwards open at the last quit, each with the local port that it had. */
  forwards: z.array(forwardSpecSchema).readonly().catch([]),
  /** The process that keeps this file, from its start to its orderly end; the app has crashed where that one is gone. */
  running: z.int().positive().optional().catch(undefined),
  /** The local port that each Service port had when it was forwarded last, the latest at the end. */
  localPorts: z.record(z.string(), portNumber).readonly().catch({}),
  /** Which doors to Services by their names were open, and their ports. */
  localNames: z.partialRecord(z.enum(doors), doorWish).readonly().catch({}),
  /** How costs are counted, once that was changed. */
  costs: costSettingsSchema.optional().catch(undefined),
  /** Prices of a file of the person's own. */
  prices: priceListSchema.shape.prices.readonly().optional().catch(undefined),
});

export type State = Readonly<z.infer<typeof stateSchema>>;

const initial: State = {
  settings: defaultSettings,
  namespaces: {},
  forwards: [],
  localPorts: {},
  localNames: {},
};

/** What to start again: after a crash all that there was, whatever is wished for after a quit. */
export function forwardsToRestore(
  { settings, running, forwards }: State,
  isAlive: (pid: number) => boolean = isProcessAlive,
): State['forwards'] {
  // A second app beside the first one finds that one's mark, which tells of no crash.
  const hasCrashed = running !== undefined && !isAlive(running);
  return settings.restoreForwards || hasCrashed ? forwards : [];
}

function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // asks, and sends nothing
  } catch {
    return false;
  }
}

/** The state file: read once, written whole and atomically after each change, for this user's eyes only. */
export class StateFile {
  readonly #path: string | undefined;
  #state: State;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string | undefined, state: State) {
    this.#path = path;
    this.#state = state;
  }

  /** Opens `path`, or keeps the state in memory alone when there is none (the command line). */
  static async open(path?: string): Promise<StateFile> {
    return new StateFile(path, path === undefined ? initial : await readState(path));
  }

  get current(): State {
    return this.#state;
  }

  change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    const path = this.#path;
    if (path === undefined) return;
    // A disk that refuses must not take the app down: the state lives on in memory and the next change tries again.
    this.#writing = this.#writing.then(() => write(path, this.#state)).catch(() => undefined);
  }

  /** Resolves once all that was changed is on disk. */
  flushed(): Promise<void> {
    return this.#writing;
  }
}

async function readState(path: string): Promise<State> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return initial;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    // Nothing lost: a broken file is put aside for its owner to look at.
    await rename(path, `${path}.broken`).catch(() => undefined);
    return initial;
  }
}

async function write(path: string, state: State): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
}
