import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../../../shared/failure.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { KindName as WatchedKind } from '../kube/kinds.ts';
import type { ScopedView } from '../kube/scoped-view.ts';
import type { KubeObject } from '../kube/objects.ts';
import { combine } from '../kube/standing.ts';
import type { Freshness } from '../live.ts';
import type { KindName, Obj } from './objects.ts';

/** What a diagnosis looks at, by the names of its watches. */
const watched: Readonly<Partial<Record<WatchedKind, KindName>>> = {
  services: 'Service',
  endpointslices: 'EndpointSlice',
  pods: 'Pod',
  events: 'Event',
  namespaces: 'Namespace',
  endpoints: 'Endpoints',
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  nodes: 'Node',
  networkpolicies: 'NetworkPolicy',
  ingresses: 'Ingress',
  httproutes: 'HTTPRoute',
  persistentvolumeclaims: 'PersistentVolumeClaim',
};

type Listener = (before: Obj | undefined, after: Obj | undefined) => void;

/** The objects of one kind as rules read them: with their kind, and changed only when something that is kept has. */
class WatchedKindView {
  readonly kind: KindName;
  readonly view: ScopedView<KubeObject>;
  #objects = new Map<string, Obj>();

  constructor(kind: KindName, view: ScopedView<KubeObject>) {
    this.kind = kind;
    this.view = view;
  }

  get objects(): Iterable<Obj> {
    return this.#objects.values();
  }

  /** Takes over what the view has under these keys, or all, and tells the differences. */
  take(keys: Iterable<string> | undefined, listener: Listener): void {
    const all = keys ?? new Set([...this.#objects.keys(), ...this.view.items.keys()]);
    for (const key of all) {
      const before = this.#objects.get(key);
      const item = this.view.items.get(key);
      const after = item && { ...item, kind: this.kind };
      if (before && after && isSameButVersion(before, after)) continue;
      if (after) this.#objects.set(key, after);
      else this.#objects.delete(key);
      if (before || after) listener(before, after);
    }
  }
}

/** A new version of an object may differ in nothing that a rule reads. */
function isSameButVersion(before: Obj, after: Obj): boolean {
  const metadata = (object: Obj) => ({ ...object.metadata, resourceVersion: '' });
  return isDeepStrictEqual({ ...before, metadata: metadata(before) }, { ...after, metadata: metadata(after) });
}

/** All that a cluster's diagnosis looks at, watched until `close`. */
export class WatchedFacts {
  readonly #kinds: readonly WatchedKindView[];

  /** `onChange` hears of each difference, once `isReady` was true; `onStanding` of everything else that may matter. */
  constructor(cluster: Cluster, { onChange, onStanding }: { onChange: Listener; onStanding: () => void }) {
    this.#kinds = (Object.entries(watched) as [WatchedKind, KindName][]).map(
      ([name, kind]) => new WatchedKindView(kind, cluster.watch(name)),
    );
    for (const one of this.#kinds) {
      one.view.subscribe((notice) => {
        const keys = notice.all ? undefined : notice.keys;
        one.take(keys, onChange);
        if (!keys || keys.length === 0) onStanding();
      });
      one.take(undefined, onChange);
    }
  }

  get objects(): readonly Obj[] {
    return this.#kinds.flatMap(({ objects }) => [...objects]);
  }

  /** Whether every kind is here whole, or refused. */
  get isReady(): boolean {
    return this.#kinds.every(({ view }) => view.freshness.state !== 'loading');
  }

  /** Without Services there is nothing to say at all. */
  get freshness(): Freshness {
    return combine(this.#kinds.map(({ kind, view }) => (kind === 'Service' ? view.requiredFreshness : view.freshness)));
  }

  /** What may not be read. */
  get gaps(): readonly Failure[] {
    return this.#kinds.flatMap(({ view }) => view.gaps);
  }

  /** The kinds that were read in every namespace that may be watched. */
  get read(): readonly KindName[] {
    return this.#kinds.filter(({ view }) => view.gaps.length === 0).map(({ kind }) => kind);
  }

  close(): void {
    for (const { view } of this.#kinds) view.close();
  }
}
