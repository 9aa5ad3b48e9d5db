import type { Effect, EffectCode, PlanWarning, WarningCode } from '../../../shared/model/exposure.ts';
import { hasNodePorts } from '../api-rules/service/service.ts';
import type { ExposedService, Surroundings } from '../exposure/facts.ts';
import type { Accepted } from '../exposure/forecast.ts';
import { ownerOf } from '../exposure/owner.ts';
import { providerFor } from '../exposure/plan.ts';
import { ingressesOf, policiesOf, routesOf, statefulSetsOf } from '../exposure/references.ts';
import { isManual } from './copy.ts';
import type { ObjectFacts } from './plan.ts';

interface Consequences {
  readonly effects: readonly Effect[];
  readonly warnings: readonly PlanWarning[];
}

const breaks = (code: EffectCode, params: Effect['params'] = {}): Effect => ({ code, grade: 'breaks', params });
const notes = (code: EffectCode, params: Effect['params'] = {}): Effect => ({ code, grade: 'notes', params });
const warn = (code: WarningCode, params: PlanWarning['params'] = {}): PlanWarning => ({ code, params });

/** Who depends on a Service that is deleted. */
export function deathOf(service: ExposedService, around: Surroundings, forwards: readonly number[]): Consequences {
  const { metadata, spec, status } = service;
  const { name, namespace, finalizers = [], labels } = metadata;
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const nodePorts = hasNodePorts(spec) ? (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []) : [];
  const refers = (code: EffectCode, names: readonly string[], make = breaks): readonly Effect[] =>
    names.length > 0 ? [make(code, { names: names.join(', ') })] : [];
  const isSystem =
    (namespace === 'default' && name === 'kubernetes') ||
    (namespace === 'kube-system' && labels?.['k8s-app'] === 'kube-dns');
  const owner = ownerOf(service);
  const manual = (around.slices ?? []).filter((slice) => isManual({ ...slice }));
  return {
    effects: [
      breaks('dns-gone', { name: `${name}.${namespace}.svc` }),
      ...(spec.clusterIP && spec.clusterIP !== 'None' ? [breaks('cluster-ip-lost', { ip: spec.clusterIP })] : []),
      ...(nodePorts.length > 0 ? [breaks('node-ports-closed', { ports: nodePorts.join(', ') })] : []),
      ...(addresses.length > 0 ? [breaks('lb-address-lost', { addresses: addresses.join(', ') })] : []),
      ...refers('ingress-refers', ingressesOf(around.ingresses, name)),
      ...refers('route-refers', routesOf(around.routes, name)),
      ...refers('stateful-set-refers', statefulSetsOf(around.statefulSets, name)),
      ...(forwards.length > 0 ? [breaks('forwards-end', { ports: forwards.join(', ') })] : []),
      ...refers('policy-refers', policiesOf(around.policies, spec.selector), notes),
    ],
    warnings: [
      ...(isSystem ? [warn('system-service', { name })] : []),
      ...(metadata.deletionTimestamp === undefined ? [] : [warn('deleting', { name })]),
      ...(owner === undefined ? [] : [warn('managed-by', { owner })]),
      ...(addresses.length > 0 ? [warn('cannot-return', { what: addresses.join(', ') })] : []),
      ...(finalizers.length > 0 ? [warn('finalizers-hold', { finalizers: finalizers.join(', ') })] : []),
      ...(manual.length > 0
        ? [warn('slices-stay', { names: manual.map((slice) => slice.metadata.name).join(', ') })]
        : []),
    ],
  };
}

/** What a new Service brings with it. `ip`: its cluster IP, `?` where the server picks it. */
export function birthOf({ object, warnings }: Accepted, { around, pods }: ObjectFacts, ip: string): Consequences {
  const { spec } = object;
  const isBalanced = spec.type === 'LoadBalancer';
  const provider = isBalanced ? providerFor(around, object) : undefined;
  const selector = Object.entries(spec.type === 'ExternalName' ? {} : (spec.selector ?? {}));
  const isLost =
    selector.length > 0 && pods?.some((labels) => selector.every(([key, value]) => labels[key] === value)) === false;
  const nodePorts = hasNodePorts(spec) ? (spec.ports ?? []).length : 0;
  return {
    effects: [
      ...(spec.clusterIP && spec.clusterIP !== 'None' ? [notes('cluster-ip-new', { ip })] : []),
      ...(nodePorts > 0 ? [notes('node-ports-opened', { ports: '?', count: nodePorts })] : []),
      ...(isBalanced ? [notes('lb-address-soon')] : []),
    ],
    warnings: [
      ...(isBalanced && provider === 'none' ? [warn('no-load-balancer')] : []),
      ...(isBalanced && provider !== 'none' ? [warn('public-soon')] : []),
      ...(isLost ? [warn('no-pods', { labels: selector.map((pair) => pair.join('=')).join(', ') })] : []),
      ...warnings.map((text) => warn('server', { text })),
    ],
  };
}
