import type { Failure } from '../../../shared/failure.ts';
import { selects } from '../services/selector.ts';
import { keyOf, namespaceOf, pairs } from './index-by.ts';
import { KeyedIndex } from './keyed-index.ts';
import type { Event, KindName, Kinds, Labels, Obj, Pod, Workload } from './objects.ts';
import type { Group } from './near-miss.ts';
import type { Snapshot } from './snapshot.ts';

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'] as const;

const everywhere: ReadonlySet<KindName> = new Set<KindName>(['Node', 'Namespace', 'APIGroup']);

/** How objects of one kind are looked up. What is asked for by a key of a lookup depends on the objects under it. */
const lookups = {
  pairs: {
    of: ['Pod'],
    keys: (pod: Pod) => pairs(pod.metadata.labels).map((pair) => `${namespaceOf(pod)}/${pair}`),
  },
  slices: {
    of: ['EndpointSlice'],
    keys: (slice: Kinds['EndpointSlice']) => [
      `${namespaceOf(slice)}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ],
  },
  events: {
    of: ['Event'],
    keys: ({ involvedObject: { kind = '', namespace = 'default', name = '' } }: Event) => [
      `${kind}/${namespace}/${name}`,
    ],
  },
  backends: { of: ['Ingress', 'HTTPRoute'], keys: (route: Kinds['Ingress'] | Kinds['HTTPRoute']) => targets(route) },
  readers: { of: ['Pod'], keys: (pod: Pod) => serviceVariables(pod) },
  nodePorts: {
    of: ['Service'],
    keys: ({ spec }: Kinds['Service']) =>
      (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [String(nodePort)])),
  },
  clusterIPs: {
    of: ['Service'],
    keys: ({ spec }: Kinds['Service']) => spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []),
  },
} as const;
type Lookup = keyof typeof lookups;
type Looked = {
  readonly pairs: Pod;
  readonly slices: Kinds['EndpointSlice'];
  readonly events: Event;
  readonly backends: Kinds['Ingress'] | Kinds['HTTPRoute'];
  readonly readers: Pod;
  readonly nodePorts: Kinds['Service'];
  readonly clusterIPs: Kinds['Service'];
};

interface Swap<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
  /** What was asked for by those who have to ask anew. */
  readonly touched: Set<string>;
}

/**
 * What was read of a cluster, with ways to find things in it; each index is made when it is first asked for, and kept
 * as objects change. It can note what is asked, so that a change tells whose answer it touches.
 */
export class ClusterFacts {
  readonly #snapshot: Snapshot;
  readonly #lists = new Map<KindName, Map<string, Obj>>();
  readonly #arrays = new Map<KindName, readonly Obj[]>();
  readonly #byNamespace = new Map<KindName, KeyedIndex<Obj>>();
  readonly #lookups: { [L in Lookup]?: KeyedIndex<Looked[L]> } = {};
  readonly #groups = new Map<string, { readonly answer: readonly Group[]; readonly asked: ReadonlySet<string> }>();
  #now: number;
  #noted: Set<string> | undefined;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#now = snapshot.now;
  }

  /** Runs `look` and says beside its answer what it asked for, in the words of `change`. */
  noting<T>(look: () => T): { readonly answer: T; readonly asked: ReadonlySet<string> } {
    const before = this.#noted;
    const asked = new Set<string>();
    this.#noted = asked;
    try {
      return { answer: look(), asked };
    } finally {
      this.#noted = before;
      for (const key of asked) before?.add(key);
    }
  }

  /** The groups of a namespace take long to find: found once, until a change touches what they rest on. */
  groupsOf(namespace: string, find: () => readonly Group[]): readonly Group[] {
    const known = this.#groups.get(namespace);
    if (known) {
      for (const key of known.asked) this.#noted?.add(key);
      return known.answer;
    }
    const found = this.noting(find);
    this.#groups.set(namespace, found);
    return found.answer;
  }

  /** Takes an object over in place of another of its name, either of which may be missing; says what that touches. */
  change(before: Obj | undefined, after: Obj | undefined): ReadonlySet<string> {
    const touched = new Set<string>();
    const object = after ?? before;
    if (!object) return touched;
    const kind = object.kind as KindName; // whoever changes something has it from a list of its kind
    const list = this.#list(kind);
    if (after) list.set(keyOf(after), after);
    else list.delete(keyOf(object));
    this.#arrays.delete(kind);
    this.#byNamespace.get(kind)?.swap(before, after);
    touched
      .add(`all ${kind}`)
      .add(`in ${kind} ${namespaceOf(object)}`)
      .add(`get ${kind} ${keyOf(object)}`);
    // A lookup of another kind leaves it alone.
    const swap = { before, after, touched } as Swap<Looked[Lookup]>;
    for (const name of Object.keys(lookups) as Lookup[]) this.#swap(name, swap);
    for (const [namespace, { asked }] of this.#groups)
      if ([...touched].some((key) => asked.has(key))) this.#groups.delete(namespace);
    return touched;
  }

  #swap<L extends Lookup>(name: L, { before, after, touched }: Swap<Looked[L]>): void {
    const { of, keys } = lookups[name] as unknown as {
      of: readonly string[];
      keys: (item: Looked[L]) => Iterable<string>;
    };
    if (!of.includes((after ?? before)?.kind ?? '')) return;
    this.#lookups[name]?.swap(before, after);
    for (const one of [before, after]) if (one) for (const key of keys(one)) touched.add(`${name} ${key}`);
  }

  #look<L extends Lookup>(name: L, key: string): readonly Looked[L][] {
    this.#noted?.add(`${name} ${key}`);
    let index: KeyedIndex<Looked[L]> | undefined = this.#lookups[name];
    if (!index) {
      const { of, keys } = lookups[name] as unknown as {
        of: readonly KindName[];
        keys: (item: Looked[L]) => Iterable<string>;
      };
      // Of the kinds that the lookup is of.
      index = new KeyedIndex(of.flatMap((kind) => [...this.#list(kind).values()]) as unknown as Looked[L][], keys);
      Object.assign(this.#lookups, { [name]: index });
    }
    return index.get(key);
  }

  #list(kind: KindName): Map<string, Obj> {
    let list = this.#lists.get(kind);
    if (!list) {
      list = new Map((this.#snapshot.objects[kind] ?? []).map((object) => [keyOf(object), object]));
      this.#lists.set(kind, list);
    }
    return list;
  }

  get now(): number {
    this.#noted?.add('now');
    return this.#now;
  }

  /** The time goes on; whoever asked for it asked for `now`. */
  setNow(now: number): void {
    this.#now = now;
  }

  get gaps(): readonly Failure[] {
    return this.#snapshot.gaps;
  }

  /** Whether the kind was read at all: else its absence proves nothing. */
  knows(kind: KindName): boolean {
    return this.#snapshot.objects[kind] !== undefined;
  }

  all<K extends KindName>(kind: K): readonly Kinds[K][] {
    this.#noted?.add(`all ${kind}`);
    const objects = this.#arrays.get(kind) ?? [...this.#list(kind).values()];
    this.#arrays.set(kind, objects);
    return objects as readonly Kinds[K][]; // listed under its kind
  }

  in<K extends KindName>(kind: K, namespace: string): readonly Kinds[K][] {
    this.#noted?.add(`in ${kind} ${namespace}`);
    let groups = this.#byNamespace.get(kind);
    if (!groups) {
      groups = new KeyedIndex<Obj>(this.#list(kind).values(), (object) => [namespaceOf(object)]);
      this.#byNamespace.set(kind, groups);
    }
    return groups.get(namespace) as readonly Kinds[K][]; // indexed from the same kind
  }

  has(kind: KindName, key: string): boolean {
    return this.#list(kind).has(key);
  }

  /** `namespace` is of no matter for kinds without one. */
  get<K extends KindName>(kind: K, namespace: string, name: string): Kinds[K] | undefined {
    const key = everywhere.has(kind) ? `default/${name}` : `${namespace}/${name}`;
    this.#noted?.add(`get ${kind} ${key}`);
    return this.#list(kind).get(key) as Kinds[K] | undefined; // listed under its kind
  }

  /** The Pods that the selector takes in, looked up by its rarest pair. */
  podsWith(namespace: string, selector: Labels): readonly Pod[] {
    const keys = pairs(selector).map((pair) => `${namespace}/${pair}`);
    const noted = this.#noted;
    this.#noted = undefined;
    const counted = keys.map((key) => ({ key, count: this.#look('pairs', key).length }));
    this.#noted = noted;
    const [rarest] = counted.sort((a, b) => a.count - b.count);
    // Whatever comes to match later comes under each of its pairs, and so under this one.
    const pods = rarest ? this.#look('pairs', rarest.key) : [];
    return pods.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
  }

  slicesOf(namespace: string, service: string): readonly Kinds['EndpointSlice'][] {
    return this.#look('slices', `${namespace}/${service}`);
  }

  /** Newest first. */
  eventsOf({ kind, metadata }: Obj): readonly Event[] {
    const events = this.#look('events', `${kind}/${metadata.namespace ?? 'default'}/${metadata.name}`);
    return [...events].sort((a, b) => eventTime(b) - eventTime(a));
  }

  /** The Ingresses and HTTPRoutes that send something to a Service. */
  routesTo(namespace: string, service: string): readonly (Kinds['Ingress'] | Kinds['HTTPRoute'])[] {
    return this.#look('backends', `${namespace}/${service}`);
  }

  /** The Pods that name an environment variable of a Service (`WEB_SERVICE_HOST`). */
  readersOf(namespace: string, variable: string): readonly Pod[] {
    return this.#look('readers', `${namespace}/${variable}`);
  }

  withNodePort(nodePort: number): readonly Kinds['Service'][] {
    return this.#look('nodePorts', String(nodePort));
  }

  /** Whether an address is that of a Service. */
  isClusterIP(address: string): boolean {
    return this.#look('clusterIPs', address).length > 0;
  }

  workloads(namespace: string): readonly Workload[] {
    return workloadKinds
      .flatMap((kind) => this.in(kind, namespace))
      .filter(({ kind, metadata }) => kind !== 'ReplicaSet' || !metadata.ownerReferences?.length);
  }

  /** The workload at the top of a Pod's owners; by its name alone where it could not be read. */
  ownerOf(pod: Pod): { readonly kind: string; readonly name: string } | undefined {
    const ref = pod.metadata.ownerReferences?.find(({ controller = true }) => controller);
    if (ref?.kind !== 'ReplicaSet') return ref;
    const set = this.get('ReplicaSet', namespaceOf(pod), ref.name);
    const hash = pod.metadata.labels?.['pod-template-hash'];
    const guess =
      hash !== undefined && ref.name.endsWith(`-${hash}`)
        ? { kind: 'Deployment', name: ref.name.slice(0, -hash.length - 1) }
        : ref;
    return set?.metadata.ownerReferences?.[0] ?? guess;
  }
}

function* serviceVariables(pod: Pod): Iterable<string> {
  for (const { env, args, command } of pod.spec.containers ?? []) {
    const words = [...(args ?? []), ...(command ?? []), ...(env ?? []).map(({ value = '' }) => value)];
    for (const word of words) {
      for (const [variable] of word.matchAll(/[A-Z0-9_]+_SERVICE_HOST/g)) yield `${namespaceOf(pod)}/${variable}`;
    }
  }
}

function* targets(route: Kinds['Ingress'] | Kinds['HTTPRoute']): Iterable<string> {
  for (const { name, namespace } of backendsOf(route)) yield `${namespace}/${name}`;
}

export interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string | undefined;
  /** Where in the route it stands. */
  readonly field: string;
}

/** Everything that a route sends requests to, with the port as the route says it. */
export function backendsOf(route: Kinds['Ingress'] | Kinds['HTTPRoute']): readonly Backend[] {
  const own = namespaceOf(route);
  if (isHttpRoute(route)) {
    return (route.spec?.rules ?? []).flatMap(({ backendRefs }, rule) =>
      (backendRefs ?? []).flatMap(({ kind = 'Service', name, namespace = own, port }, ref) =>
        kind === 'Service' ? [{ namespace, name, port, field: `spec.rules[${rule}].backendRefs[${ref}].port` }] : [],
      ),
    );
  }
  const { defaultBackend, rules } = route.spec ?? {};
  const paths = (rules ?? []).flatMap(({ http }, rule) =>
    (http?.paths ?? []).map(({ backend }, path) => ({
      backend,
      field: `spec.rules[${rule}].http.paths[${path}].backend.service.port`,
    })),
  );
  const all = [
    ...(defaultBackend ? [{ backend: defaultBackend, field: 'spec.defaultBackend.service.port' }] : []),
    ...paths,
  ];
  return all.flatMap(({ backend: { service }, field }) =>
    service ? [{ namespace: own, name: service.name, port: service.port?.name ?? service.port?.number, field }] : [],
  );
}

function isHttpRoute(route: Kinds['Ingress'] | Kinds['HTTPRoute']): route is Kinds['HTTPRoute'] {
  return route.kind === 'HTTPRoute';
}

export function eventTime({ series, lastTimestamp, eventTime: at, firstTimestamp, metadata }: Event): number {
  const text = series?.lastObservedTime ?? lastTimestamp ?? at ?? firstTimestamp ?? metadata.creationTimestamp;
  return text === undefined || text === null ? 0 : Date.parse(text);
}
