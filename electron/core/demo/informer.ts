import { selects } from '../services/selector.ts';
import type { DemoEvent, DemoKind, DemoObject, Registry } from './registry.ts';
import { as, type Labels, type Pod, type Service, type Shapes } from './shapes.ts';

const KINDS = [
  'Node',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'Pod',
  'Service',
  'EndpointSlice',
  'Endpoints',
] as const;
const IS_INDEXED: ReadonlySet<DemoKind> = new Set(KINDS);
const SERVICE_NAME = 'kubernetes.io/service-name';

/**
 * The registry's objects by what the controllers ask for: of a namespace, of an owner, with a label. Each question
 * costs as much as its answer is long, however many objects there are.
 */
export class Informer {
  readonly #keys = new Map<string, readonly string[]>();
  readonly #index = new Map<string, Map<string, DemoObject>>();

  constructor(registry: Pick<Registry, 'list'>) {
    for (const kind of KINDS) {
      for (const object of registry.list(kind)) this.#put(object);
    }
  }

  apply({ type, object }: DemoEvent): void {
    if (!IS_INDEXED.has(object.kind)) return;
    if (type === 'DELETED') this.#drop(object);
    else this.#put(object);
  }

  list<K extends keyof Shapes>(kind: K, namespace?: string): readonly Shapes[K][] {
    return this.#find(kind, namespace === undefined ? kind : `${kind} ${namespace}`);
  }

  ownedBy<K extends keyof Shapes>(
    kind: K,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Shapes[K][] {
    return this.#find(kind, `owner ${owner.metadata.uid}`);
  }

  slicesOf(namespace: string, service: string): readonly Shapes['EndpointSlice'][] {
    return this.#find('EndpointSlice', `slice ${namespace} ${service}`);
  }

  /** No selector takes in nothing. */
  selectedPods(namespace: string, selector: Labels | undefined): readonly Pod[] {
    const found = Object.entries(selector ?? {}).map(([key, value]) =>
      this.#index.get(`label ${namespace} ${key}=${value}`),
    );
    const [fewest] = found.sort((a, b) => (a?.size ?? 0) - (b?.size ?? 0));
    return [...(fewest?.values() ?? [])].flatMap((object) => {
      const pod = as('Pod', object);
      return pod && selects(selector, pod.metadata.labels) ? pod : [];
    });
  }

  servicesSelecting(namespace: string, labels: Labels | undefined): readonly Service[] {
    return this.list('Service', namespace).filter(({ spec }) => selects(spec.selector, labels));
  }

  #find<K extends keyof Shapes>(kind: K, key: string): readonly Shapes[K][] {
    return [...(this.#index.get(key)?.values() ?? [])].flatMap((object) => as(kind, object) ?? []);
  }

  #put(object: DemoObject): void {
    const id = identity(object);
    this.#drop(object);
    const keys = indexKeys(object);
    this.#keys.set(id, keys);
    for (const key of keys) {
      const entry = this.#index.get(key);
      if (entry) entry.set(id, object);
      else this.#index.set(key, new Map([[id, object]]));
    }
  }

  #drop(object: DemoObject): void {
    const id = identity(object);
    for (const key of this.#keys.get(id) ?? []) {
      const entry = this.#index.get(key);
      entry?.delete(id);
      if (entry?.size === 0) this.#index.delete(key);
    }
    this.#keys.delete(id);
  }
}

function identity({ kind, metadata }: DemoObject): string {
  return `${kind} ${metadata.namespace ?? ''} ${metadata.name}`;
}

function indexKeys({ kind, metadata }: DemoObject): string[] {
  const { namespace = '', labels = {}, ownerReferences = [] } = metadata;
  const owners = ownerReferences.filter(({ controller }) => controller).map(({ uid }) => `owner ${uid}`);
  const keys = [kind, `${kind} ${namespace}`, ...owners];
  if (kind === 'Pod') keys.push(...Object.entries(labels).map(([key, value]) => `label ${namespace} ${key}=${value}`));
  if (kind === 'EndpointSlice') keys.push(`slice ${namespace} ${labels[SERVICE_NAME] ?? ''}`);
  return keys;
}
