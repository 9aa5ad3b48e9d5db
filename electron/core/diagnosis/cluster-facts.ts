import type { Failure } from '../../../shared/failure.ts';
import { selects } from '../services/selector.ts';
import { groupBy, keyOf, namespaceOf, pairs } from './index-by.ts';
import type { Event, KindName, Kinds, Labels, Obj, Pod, Workload } from './objects.ts';
import type { Snapshot } from './snapshot.ts';

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'] as const;

/** A snapshot with ways to find things in it, each index made when it is first asked for. */
export class ClusterFacts {
  readonly #snapshot: Snapshot;
  readonly #byNamespace = new Map<KindName, Map<string, readonly Obj[]>>();
  readonly #byKey = new Map<KindName, Map<string, Obj>>();
  #podsByPair: Map<string, Pod[]> | undefined;
  #slices: Map<string, Kinds['EndpointSlice'][]> | undefined;
  #events: Map<string, Event[]> | undefined;
  #readers: Map<string, Pod[]> | undefined;
  #nodePorts: Map<string, Kinds['Service'][]> | undefined;
  #clusterIPs: ReadonlySet<string> | undefined;
  #backends: Map<string, (Kinds['Ingress'] | Kinds['HTTPRoute'])[]> | undefined;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  get now(): number {
    return this.#snapshot.now;
  }

  get gaps(): readonly Failure[] {
    return this.#snapshot.gaps;
  }

  /** Whether the kind was read at all: else its absence proves nothing. */
  knows(kind: KindName): boolean {
    return this.#snapshot.objects[kind] !== undefined;
  }

  all<K extends KindName>(kind: K): readonly Kinds[K][] {
    const objects: readonly Kinds[K][] | undefined = this.#snapshot.objects[kind];
    return objects ?? [];
  }

  in<K extends KindName>(kind: K, namespace: string): readonly Kinds[K][] {
    let groups = this.#byNamespace.get(kind);
    if (!groups) {
      groups = groupBy(this.all<KindName>(kind), (object) => [namespaceOf(object)]);
      this.#byNamespace.set(kind, groups);
    }
    // Indexed from the same kind.
    return (groups.get(namespace) ?? []) as readonly Kinds[K][];
  }

  /** `namespace` is of no matter for kinds without one. */
  get<K extends KindName>(kind: K, namespace: string, name: string): Kinds[K] | undefined {
    let index = this.#byKey.get(kind);
    if (!index) {
      index = new Map(this.all<KindName>(kind).map((object) => [keyOf(object), object]));
      this.#byKey.set(kind, index);
    }
    const key =
      kind === 'Node' || kind === 'Namespace' || kind === 'APIGroup' ? `default/${name}` : `${namespace}/${name}`;
    return index.get(key) as Kinds[K] | undefined; // indexed from the same kind
  }

  /** The Pods that the selector takes in, looked up by its rarest pair. */
  podsWith(namespace: string, selector: Labels): readonly Pod[] {
    this.#podsByPair ??= groupBy(this.all('Pod'), (pod) =>
      pairs(pod.metadata.labels).map((pair) => `${namespaceOf(pod)}/${pair}`),
    );
    const byPair = this.#podsByPair;
    const candidates = pairs(selector).map((pair) => byPair.get(`${namespace}/${pair}`) ?? []);
    const [rarest = []] = candidates.sort((a, b) => a.length - b.length);
    return rarest.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
  }

  slicesOf(namespace: string, service: string): readonly Kinds['EndpointSlice'][] {
    this.#slices ??= groupBy(this.all('EndpointSlice'), (slice) => [
      `${namespaceOf(slice)}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ]);
    return this.#slices.get(`${namespace}/${service}`) ?? [];
  }

  /** Newest first. */
  eventsOf({ kind, metadata }: Obj): readonly Event[] {
    this.#events ??= groupBy(
      this.all('Event').toSorted((a, b) => eventTime(b) - eventTime(a)),
      ({ involvedObject: { kind: about = '', namespace = 'default', name = '' } }) => [`${about}/${namespace}/${name}`],
    );
    return this.#events.get(`${kind}/${metadata.namespace ?? 'default'}/${metadata.name}`) ?? [];
  }

  /** The Ingresses and HTTPRoutes that send something to a Service. */
  routesTo(namespace: string, service: string): readonly (Kinds['Ingress'] | Kinds['HTTPRoute'])[] {
    this.#backends ??= groupBy([...this.all('Ingress'), ...this.all('HTTPRoute')], (route) => new Set(targets(route)));
    return this.#backends.get(`${namespace}/${service}`) ?? [];
  }

  /** The Pods that name an environment variable of a Service (`WEB_SERVICE_HOST`). */
  readersOf(namespace: string, variable: string): readonly Pod[] {
    this.#readers ??= groupBy(this.all('Pod'), (pod) => new Set(serviceVariables(pod)));
    return this.#readers.get(`${namespace}/${variable}`) ?? [];
  }

  withNodePort(nodePort: number): readonly Kinds['Service'][] {
    this.#nodePorts ??= groupBy(
      this.all('Service'),
      ({ spec }) =>
        new Set((spec.ports ?? []).flatMap((port) => (port.nodePort === undefined ? [] : [String(port.nodePort)]))),
    );
    return this.#nodePorts.get(String(nodePort)) ?? [];
  }

  get clusterIPs(): ReadonlySet<string> {
    this.#clusterIPs ??= new Set(this.all('Service').flatMap(({ spec }) => spec.clusterIPs ?? spec.clusterIP ?? []));
    return this.#clusterIPs;
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
