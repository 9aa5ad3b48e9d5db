import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { exposureNames } from '../../../shared/model/exposure.ts';
import { record, text, type Json } from '../json.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';

const words = z.record(z.string(), z.string());
const json = z.record(z.string(), z.unknown());
const half = z.object({ spec: z.record(z.string(), z.unknown()), labels: words, annotations: words });
const changeSchema = z.object({
  at: z.number(),
  /** How the Service was reached before and after, where that is what was changed. */
  from: z.enum(exposureNames).exactOptional(),
  to: z.enum(exposureNames).exactOptional(),
  /** Only the fields that the change touched, as they were and as they became; a field that was not there is not here. */
  before: half,
  after: half,
  touched: z.object({ spec: z.array(z.string()), labels: z.array(z.string()), annotations: z.array(z.string()) }),
  /** Whole objects that were made, replaced or deleted, in this order: then the rest says nothing. */
  objects: z.array(z.object({ before: json.optional(), after: json.optional() })).optional(),
  /** Services that were changed together with the objects; each has a change of its own. */
  services: z.array(z.object({ namespace: z.string(), name: z.string() })).optional(),
});
const historySchema = z.object({ done: z.array(changeSchema), undone: z.array(changeSchema) });
const fileSchema = z.record(z.string(), historySchema);

export type PastChange = z.infer<typeof changeSchema>;
export type Past = z.infer<typeof historySchema>;

/** One state of one object. */
export interface ObjectVersion {
  readonly uid: string;
  readonly resourceVersion: string;
}

export function versionOf({ metadata }: Readonly<Json>): ObjectVersion {
  const { uid, resourceVersion } = record(metadata);
  return { uid: text(uid), resourceVersion: text(resourceVersion) };
}

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

  /** What was done to all whose names begin so, as in `share/`; the oldest first. */
  async under(context: string, prefix: string): Promise<readonly (readonly [key: string, past: Past])[]> {
    await this.#turn.catch(() => undefined);
    const all = Object.entries(await this.#read());
    return all.filter(([key]) => key.startsWith(`${context}/`) && key.slice(context.length + 1).includes(`/${prefix}`));
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

  /** `asNow`: the change as it can be done again, where that is another one than it was. */
  undid(ref: ServiceRef, asNow?: PastChange): Promise<void> {
    return this.#write(ref, ({ done, undone }) => ({
      done: done.slice(0, -1),
      undone: [...undone, ...done.slice(-1).map((change) => asNow ?? change)],
    }));
  }

  redid(ref: ServiceRef, asNow?: PastChange): Promise<void> {
    return this.#write(ref, ({ done, undone }) => ({
      done: [...done, ...undone.slice(-1).map((change) => asNow ?? change)],
      undone: undone.slice(0, -1),
    }));
  }

  /**
   * The object is another one by now, made anew or put back: what was done to the old one was done to it. States of it
   * that are not those of `was` keep their version, by which they are known when it is their turn.
   */
  renewed(ref: ServiceRef, was: ObjectVersion, made: ObjectVersion): Promise<void> {
    const renew = (object: Json | undefined): Json | undefined => {
      if (!object || versionOf(object).uid !== was.uid) return object;
      const isThat = versionOf(object).resourceVersion === was.resourceVersion;
      const { uid, resourceVersion } = isThat ? made : { ...versionOf(object), uid: made.uid };
      return { ...object, metadata: { ...record(object['metadata']), uid, resourceVersion } };
    };
    const part = ({ before, after }: ObjectSides): ObjectSides => ({ before: renew(before), after: renew(after) });
    const whole = (change: PastChange): PastChange => ({
      ...change,
      ...(change.objects && { objects: change.objects.map(part) }),
    });
    return this.#write(ref, ({ done, undone }) => ({ done: done.map(whole), undone: undone.map(whole) }));
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

type ObjectSides = NonNullable<PastChange['objects']>[number];

const keyOf = ({ context, namespace, name }: ServiceRef): string => `${context}/${namespace}/${name}`;
