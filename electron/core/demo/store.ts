import type { Clock } from '../clock.ts';
import { checkPreconditions, isFree, markForDeletion, type DeleteOptions } from './deletion.ts';
import { Dependents } from './dependents.ts';
import { History, type Change } from './history.ts';
import { deepFreeze, isSame } from '../json.ts';
import { generateName, generateUid, timestamp } from './made-up.ts';
import type { DemoEvent, DemoKind, DemoManifest, DemoObject, DemoRef, Registry } from './registry.ts';
import { aboutOf, refOf } from './refs.ts';
import { resourceOf, resources, type Resource } from '../api-rules/resources.ts';
import { Shelf } from './shelf.ts';
import {
  alreadyExists,
  conflict,
  MODIFIED,
  notFound,
  refused,
  unprocessable,
  unworded,
} from '../api-rules/status-error.ts';
import { toDraft } from '../api-rules/decode.ts';
import { createStrategies } from '../api-rules/strategies.ts';
import type { Draft, Strategy } from '../api-rules/strategy.ts';
import type { FieldError } from '../api-rules/validation/field-error.ts';
import { validateMeta, validateMetaUpdate } from '../api-rules/validation/meta.ts';

export interface StoreOptions {
  readonly clock: Clock;
  /** Draws names, uids, addresses and ports; the clock's own chance unless told. */
  readonly random?: () => number;
  /** How many changes a watch may come back behind. */
  readonly historyLimit?: number;
}

export interface WriteOptions {
  /** Does everything but keep it. */
  readonly dryRun?: boolean;
  readonly onWarning?: (text: string) => void;
}

/** Any number will do: real clusters don't start at 1 either. */
const FIRST_VERSION = 1_000;

export class Store implements Registry {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #strategies: Readonly<Record<DemoKind, Strategy>>;
  readonly #shelves = new Map(resources.map(({ kind }) => [kind, new Shelf()]));
  readonly #dependents = new Dependents();
  readonly #listeners = new Set<(event: DemoEvent) => void>();
  readonly #untold: Change[] = [];
  readonly history: History;
  #version = FIRST_VERSION;
  #isTelling = false;

  constructor({ clock, random = () => clock.random(), historyLimit = 5_000 }: StoreOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#strategies = createStrategies(random);
    this.history = new History({ limit: historyLimit, from: FIRST_VERSION });
  }

  /** The version of the last change of anything. */
  get version(): number {
    return this.#version;
  }

  get({ kind, namespace, name }: DemoRef): DemoObject | undefined {
    return this.#shelf(kind).get(namespace, name);
  }

  list(kind: DemoKind, namespace?: string): readonly DemoObject[] {
    return this.#shelf(kind).list(namespace);
  }

  create(manifest: DemoManifest, { dryRun = false, onWarning }: WriteOptions = {}): DemoObject {
    const { kind } = manifest;
    const draft = toDraft(kind, manifest);
    this.#fillMeta(draft);
    const resource = resourceOf(kind);
    this.#admit(draft, resource);
    const strategy = this.#strategies[kind];
    strategy.defaults?.(draft);
    const object = this.#passing(draft, { strategy, old: undefined, dryRun }, () => {
      strategy.prepare?.(draft, undefined);
      if (strategy.status) draft.status ??= { ...strategy.status };
      if (strategy.hasGeneration) draft.metadata.generation = 1;
      const { name, namespaced } = { name: strategy.name, namespaced: resource.namespaced };
      return [...validateMeta(draft.metadata, { name, namespaced }), ...(strategy.validate?.(draft, undefined) ?? [])];
    });
    this.#warn(draft, onWarning);
    if (!dryRun) return this.#keep('ADDED', object);
    Reflect.deleteProperty(draft.metadata, 'resourceVersion');
    return deepFreeze(object);
  }

  update(ref: DemoRef, change: (object: DemoObject) => DemoManifest, options: WriteOptions = {}): DemoObject {
    return this.#change(ref, { change, options, part: 'all' });
  }

  updateStatus(ref: DemoRef, change: (object: DemoObject) => DemoManifest, options: WriteOptions = {}): DemoObject {
    return this.#change(ref, { change, options, part: 'status' });
  }

  delete(ref: DemoRef, options: DeleteOptions = {}): DemoObject {
    const old = this.#existing(ref);
    checkPreconditions(old, options);
    const natural = this.#strategies[ref.kind].grace?.(old) ?? 0;
    const marked = markForDeletion(old, { options, natural, now: this.#clock.now() });
    const isOver = marked.metadata.deletionGracePeriodSeconds === 0 && isFree(marked);
    if (options.dryRun) return isOver ? old : marked;
    if (isOver) return this.#remove(this.#strategies[ref.kind].grace ? marked : old);
    const kept = marked === old ? old : this.#keep('MODIFIED', marked, old);
    if (ref.kind === 'Namespace') this.#emptyNamespace(ref.name);
    if (options.finalizer !== undefined) this.#settleDependents(kept, options.finalizer);
    return ref.kind === 'Namespace' ? (this.get(ref) ?? kept) : kept;
  }

  subscribe(listener: (event: DemoEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #shelf(kind: DemoKind): Shelf {
    const shelf = this.#shelves.get(kind);
    if (!shelf) throw new Error(`the demo cluster has no ${kind}`);
    return shelf;
  }

  #existing(ref: DemoRef): DemoObject {
    const object = this.get(ref);
    if (!object) throw notFound(aboutOf(ref));
    return object;
  }

  #fillMeta({ metadata }: Draft): void {
    const prefix = metadata['generateName'];
    const { name } = metadata as Partial<typeof metadata>;
    metadata.name = name ?? (typeof prefix === 'string' ? generateName(prefix, this.#random) : '');
    metadata.uid = generateUid(this.#random);
    metadata.creationTimestamp = timestamp(this.#clock.now());
    metadata.resourceVersion = '';
    for (const key of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'])
      Reflect.deleteProperty(metadata, key);
  }

  #admit({ metadata: { name, namespace } }: Draft, { namespaced, plural, group }: Resource): void {
    if (!namespaced || namespace === undefined) return;
    const home = this.get({ kind: 'Namespace', name: namespace });
    if (!home) throw notFound({ name: namespace, kind: 'namespaces' });
    if (home.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw refused({ name, group, kind: plural }, why);
  }

  /** Runs a draft through what its strategy takes and refuses. */
  #passing(
    draft: Draft,
    {
      strategy,
      old,
      dryRun,
    }: { readonly strategy: Strategy; readonly old: DemoObject | undefined; readonly dryRun: boolean },
    check: () => FieldError[],
  ): DemoObject {
    const taken = strategy.begin?.(draft, { old, dryRun });
    try {
      const errors = check();
      const { group } = resourceOf(draft.kind);
      if (errors.length > 0) throw unprocessable({ name: draft.metadata.name, group, kind: draft.kind }, errors);
      const ref = refOf(draft);
      const existing = old ? undefined : this.get(ref);
      if (existing) throw this.#taken(existing);
    } catch (error) {
      taken?.revert();
      throw error;
    }
    taken?.commit();
    return draft;
  }

  #taken(existing: DemoObject): Error {
    const isGoing = existing.metadata.deletionTimestamp !== undefined;
    return alreadyExists(aboutOf(refOf(existing)), isGoing ? 'object is being deleted: ' : '');
  }

  #change(
    ref: DemoRef,
    {
      change,
      options: { dryRun = false, onWarning },
      part,
    }: {
      readonly change: (object: DemoObject) => DemoManifest;
      readonly options: WriteOptions;
      readonly part: 'all' | 'status';
    },
  ): DemoObject {
    const old = this.#existing(ref);
    const changed = change(old);
    if (changed === old) return old;
    const draft = toDraft(ref.kind, changed);
    this.#inheritMeta(draft, old);
    const strategy = this.#strategies[ref.kind];
    strategy.defaults?.(draft);
    if (part === 'status') this.#keepAllButStatus(draft, old);
    const object =
      part === 'status'
        ? this.#passing(draft, { strategy: NO_TAKING, old, dryRun }, () => [
            ...twice(validateMetaUpdate(draft.metadata, old.metadata)),
            ...(strategy.validateStatus?.(draft, old) ?? []),
          ])
        : this.#passing(draft, { strategy, old, dryRun }, () => {
            restoreStatus(draft, old);
            strategy.prepare?.(draft, old);
            this.#countGeneration(draft, { old, strategy });
            return [
              ...twice(validateMetaUpdate(draft.metadata, old.metadata)),
              ...(strategy.validate?.(draft, old) ?? []),
            ];
          });
    this.#warn(draft, onWarning);
    if (isSame(object, old)) return old;
    if (dryRun) return deepFreeze(object);
    const isLast = old.metadata.deletionTimestamp !== undefined && isFree(object) && !isFree(old);
    if (isLast && (object.metadata.deletionGracePeriodSeconds ?? 0) === 0) {
      // The change itself is never stored: watches see the object as it was.
      this.#remove(old);
      return deepFreeze(object);
    }
    return this.#keep('MODIFIED', object, old);
  }

  /** What a client may not change is as it was; what it names wrongly is refused. */
  #inheritMeta(draft: Draft, { metadata: old }: DemoObject): void {
    const { metadata } = draft;
    const about = { name: old.name, group: resourceOf(draft.kind).group, kind: resourceOf(draft.kind).plural };
    const { resourceVersion } = metadata as Partial<typeof metadata>;
    if (resourceVersion !== undefined && !/^\d+$/.test(resourceVersion))
      throw unworded(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
    if (resourceVersion !== undefined && resourceVersion !== old.resourceVersion) throw conflict(about, MODIFIED);
    metadata.resourceVersion = old.resourceVersion;
    metadata.creationTimestamp = old.creationTimestamp;
    for (const key of ['uid', 'name', 'namespace'] as const)
      if (old[key] !== undefined)
        Object.assign(metadata, { [key]: (metadata as Partial<typeof metadata>)[key] ?? old[key] });
    for (const key of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const) {
      if (old[key] === undefined) Reflect.deleteProperty(metadata, key);
      else Object.assign(metadata, { [key]: old[key] });
    }
  }

  #keepAllButStatus(draft: Draft, old: DemoObject): void {
    for (const key of Object.keys(draft)) if (!(key in old) && key !== 'status') Reflect.deleteProperty(draft, key);
    for (const [key, value] of Object.entries(old))
      if (!['status', 'metadata'].includes(key)) Object.assign(draft, { [key]: value });
  }

  #countGeneration(draft: Draft, { old, strategy }: { readonly old: DemoObject; readonly strategy: Strategy }): void {
    if (!strategy.hasGeneration) return;
    // A Pod's node is given to it by other means than a change of its spec.
    const bare = ({ metadata: _m, status: _s, spec, ...rest }: DemoObject): object => ({
      ...rest,
      spec: draft.kind === 'Pod' ? { ...spec, nodeName: undefined } : spec,
    });
    if (!isSame(bare(draft), bare(old))) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  }

  #warn(draft: Draft, onWarning: ((text: string) => void) | undefined): void {
    if (onWarning) for (const text of this.#strategies[draft.kind].warnings?.(draft) ?? []) onWarning(text);
  }

  /** What the garbage collector does about a finalizer of its own: afterwards, as it does. */
  #settleDependents(owner: DemoObject, finalizer: string): void {
    queueMicrotask(() => {
      const { uid } = owner.metadata;
      for (const ref of this.#dependents.of(uid)) {
        if (!this.get(ref)) continue;
        if (finalizer === 'foregroundDeletion') this.delete(ref);
        else
          this.update(ref, (one) => ({
            ...one,
            metadata: {
              ...one.metadata,
              ownerReferences: one.metadata.ownerReferences?.filter((by) => by.uid !== uid),
            },
          }));
      }
      const present = this.get(refOf(owner));
      if (present?.metadata.uid !== uid) return;
      const finalizers = present.metadata.finalizers?.filter((one) => one !== finalizer);
      this.update(refOf(owner), (one) => ({ ...one, metadata: { ...one.metadata, finalizers } }));
    });
  }

  #remove(object: DemoObject, old: DemoObject = object): DemoObject {
    this.#strategies[object.kind].release?.(old);
    const gone = this.#keep('DELETED', object, old);
    const { kind, metadata } = gone;
    if (kind === 'Service' && this.get({ ...refOf(gone), kind: 'Endpoints' }))
      this.delete({ ...refOf(gone), kind: 'Endpoints' });
    for (const ref of this.#dependents.orphanedBy(metadata.uid)) if (this.get(ref)) this.delete(ref);
    if (metadata.namespace !== undefined) this.#endNamespace(metadata.namespace);
    return gone;
  }

  #emptyNamespace(name: string): void {
    for (const { kind, namespaced } of resources)
      if (namespaced)
        for (const object of this.list(kind, name)) if (this.get(refOf(object))) this.delete(refOf(object));
    this.#endNamespace(name);
  }

  /** A namespace that waits for its end goes with the last of its objects. */
  #endNamespace(name: string): void {
    const namespace = this.get({ kind: 'Namespace', name });
    if (namespace?.metadata.deletionTimestamp === undefined || (namespace.metadata.finalizers ?? []).length > 0) return;
    if (resources.some(({ kind, namespaced }) => namespaced && this.list(kind, name).length > 0)) return;
    this.#remove({ ...namespace, spec: {} }, namespace);
  }

  #keep(type: DemoEvent['type'], object: DemoObject, previous?: DemoObject): DemoObject {
    this.#version++;
    const kept = deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } });
    if (type === 'DELETED') this.#shelf(kept.kind).remove(kept);
    else this.#shelf(kept.kind).put(kept);
    this.#dependents.note({ type, object: kept, ...(previous && { previous }) });
    const change: Change = { type, object: kept, version: this.#version, ...(previous && { previous }) };
    this.history.add(change);
    this.#untold.push(change);
    this.#tell();
    return kept;
  }

  /** A listener may write: what that changes is told after what is being told. */
  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let change = this.#untold.shift(); change; change = this.#untold.shift())
        for (const listener of this.#listeners) listener(change);
    } finally {
      this.#isTelling = false;
    }
  }
}

/** The real server checks metadata for every kind and for this kind, and tells both. */
function twice(errors: readonly FieldError[]): readonly FieldError[] {
  return [...errors, ...errors];
}

const NO_TAKING: Strategy = { name: () => [] };

function restoreStatus(draft: Draft, old: DemoObject): void {
  if (old.status) draft.status = { ...old.status };
  else Reflect.deleteProperty(draft, 'status');
}
