import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { exposureNames } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';

const words = z.record(z.string(), z.string());
const half = z.object({ spec: z.record(z.string(), z.unknown()), labels: words, annotations: words });
const changeSchema = z.object({
  at: z.number(),
  from: z.enum(exposureNames),
  to: z.enum(exposureNames),
  /** Only the fields that the change touched, as they were and as they became; a field that was not there is not here. */
  before: half,
  after: half,
  touched: z.object({ spec: z.array(z.string()), labels: z.array(z.string()), annotations: z.array(z.string()) }),
});
const historySchema = z.object({ done: z.array(changeSchema), undone: z.array(changeSchema) });
const fileSchema = z.record(z.string(), historySchema);

export type PastChange = z.infer<typeof changeSchema>;
export type Past = z.infer<typeof historySchema>;

const KEPT_CHANGES = 20;
const KEPT_SERVICES = 200;

/**
 * What was changed from here, per Service, so that it can be undone: on disk for this user's eyes only, or in memory
 * where there is no folder. Read anew each time: the app and the command line share the file.
 */
export class ChangeHistory {
  readonly #path: string | undefined;
  #memory: Readonly<Record<string, Past>> = {};
  #turn: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<() => void>();

  constructor(path: string | undefined) {
    this.#path = path;
  }

  async of(ref: ServiceRef): Promise<Past> {
    await this.#turn.catch(() => undefined);
    return (await this.#read())[keyOf(ref)] ?? { done: [], undone: [] };
  }

  /** Calls `listener` after each change made by this process until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new change: what was undone before can't be done again. */
  add(ref: ServiceRef, change: PastChange): Promise<void> {
    return this.#write(ref, ({ done }) => ({ done: [...done, change].slice(-KEPT_CHANGES), undone: [] }));
  }

  undid(ref: ServiceRef): Promise<void> {
    return this.#write(ref, ({ done, undone }) => ({
      done: done.slice(0, -1),
      undone: [...undone, ...done.slice(-1)],
    }));
  }

  redid(ref: ServiceRef): Promise<void> {
    return this.#write(ref, ({ done, undone }) => ({
      done: [...done, ...undone.slice(-1)],
      undone: undone.slice(0, -1),
    }));
  }

  #write(ref: ServiceRef, change: (past: Past) => Past): Promise<void> {
    const turn = this.#turn
      .catch(() => undefined)
      .then(async () => {
        const { [keyOf(ref)]: past = { done: [], undone: [] }, ...others } = await this.#read();
        // The one written last stands last: the first ones are let go.
        const entries = [...Object.entries(others), [keyOf(ref), change(past)] as const].slice(-KEPT_SERVICES);
        this.#memory = Object.fromEntries(entries);
        if (this.#path === undefined) return;
        await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
        await writeFileAtomic(this.#path, `${JSON.stringify(this.#memory)}\n`, { mode: 0o600 });
      });
    this.#turn = turn;
    return turn.then(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }

  async #read(): Promise<Readonly<Record<string, Past>>> {
    if (this.#path === undefined) return this.#memory;
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      return {};
    }
  }
}

const keyOf = ({ context, namespace, name }: ServiceRef): string => `${context}/${namespace}/${name}`;
