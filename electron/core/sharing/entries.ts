import type { ShareEntry } from '../../../shared/model/share.ts';
import type { ExposedService } from '../exposure/facts.ts';
import { placeOf, type Address, type Gateway, type IngressClass, type ShareFacts } from './facts.ts';

/** How a maker of entries wants its Ingresses and what stands behind them. */
export interface EntryTraits {
  readonly annotations: Readonly<Record<string, string>>;
  /** What a Service has to be for the entry to reach it. */
  readonly backend: 'ClusterIP' | 'NodePort';
  /** Each Ingress gets a load balancer of the provider's; else all go by one. */
  readonly makes: 'one-each' | 'one' | 'none';
}

const IN_CLUSTER: EntryTraits = { annotations: {}, backend: 'ClusterIP', makes: 'none' };
const ALB = 'alb.ingress.kubernetes.io/';

/** By the controller that an Ingress class names (services.md §3.1, §1.7). */
export function traitsOf({ via, controller = '', name: entry }: ShareEntry, name: string): EntryTraits {
  if (via === 'gateway') return IN_CLUSTER;
  if (controller === 'ingress.k8s.aws/alb')
    return {
      annotations: { [`${ALB}group.name`]: name, [`${ALB}scheme`]: 'internet-facing', [`${ALB}target-type`]: 'ip' },
      backend: 'ClusterIP',
      makes: 'one',
    };
  // Without network endpoint groups it goes by the nodes' ports; with them these do no harm.
  if (/ingress-gce$/.test(controller) || entry === 'gce')
    return { ...IN_CLUSTER, backend: 'NodePort', makes: 'one-each' };
  return IN_CLUSTER;
}

/** The ways in that there are, the one to propose first: a Gateway, then the default class. */
export function entriesOf({ classes, gateways = [], ingresses = [] }: ShareFacts): readonly ShareEntry[] {
  const open = gateways.filter(takesHttp).map(({ metadata: { namespace = '', name }, spec }): ShareEntry => ({
    key: `gateway/${namespace}/${name}`,
    via: 'gateway',
    name: `${namespace}/${name}`,
    controller: spec?.gatewayClassName,
  }));
  const known = [...(classes ?? [])].sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  const named = known.map(({ metadata: { name }, spec }) => ingressEntry(name, spec?.controller));
  if (classes) return [...open, ...named];
  // Who may not list classes sees them at the Ingresses that there are.
  const used = new Set(ingresses.map(({ spec }) => spec?.ingressClassName ?? ''));
  return [...open, ...[...used, ...(used.has('') ? [] : [''])].map((name) => ingressEntry(name, undefined))];
}

function ingressEntry(name: string, controller: string | undefined): ShareEntry {
  return { key: `ingress/${name}`, via: 'ingress', name, controller };
}

function isDefault({ metadata: { annotations = {} } }: IngressClass): boolean {
  return annotations['ingressclass.kubernetes.io/is-default-class'] === 'true';
}

/** Whether routes of other namespaces may come by a Gateway for web traffic. */
function takesHttp({ spec }: Gateway): boolean {
  return (spec?.listeners ?? []).some(
    ({ protocol, allowedRoutes }) => /^HTTPS?$/.test(protocol ?? '') && allowedRoutes?.namespaces?.from === 'All',
  );
}

const MAKERS = /ingress|gateway|traefik|haproxy|contour|envoy|kong|istio/i;

/** Whether a Service is itself how an entry is reached: that one stays. */
export function isEntry(service: ExposedService, { ingresses = [], gateways = [] }: ShareFacts): boolean {
  const { labels = {}, ownerReferences = [] } = service.metadata;
  if (labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return true;
  if (ownerReferences.some(({ kind }) => kind === 'Gateway')) return true;
  if (service.spec.type === 'LoadBalancer' && MAKERS.test(labels['app.kubernetes.io/name'] ?? '')) return true;
  const own = new Set((service.status?.loadBalancer?.ingress ?? []).map(addressOf));
  own.delete('');
  const theirs = [
    ...ingresses.flatMap(({ status }) => (status?.loadBalancer?.ingress ?? []).map(addressOf)),
    ...gateways.flatMap(({ status }) => (status?.addresses ?? []).map(({ value = '' }) => value)),
  ];
  return theirs.some((address) => own.has(address));
}

const addressOf = ({ ip, hostname }: Address): string => ip ?? hostname ?? '';

/** How many load balancers come with so many objects; none where the entry has its own already. */
export function newBalancers(
  { makes }: EntryTraits,
  objects: number,
  { facts, via }: { readonly facts: ShareFacts; readonly via: ShareEntry['via'] },
): number {
  if (makes === 'one-each') return objects;
  if (makes === 'one') return 1;
  return via === 'gateway' || facts.services.some((service) => isEntry(service, facts)) ? 0 : 1;
}

/** Who has a host and path already, as `Ingress shop/web`. */
export function holderOf({ ingresses = [] }: ShareFacts, host: string, path: string): string | undefined {
  const holder = ingresses.find(({ spec }) =>
    (spec?.rules ?? []).some(
      (rule) => (rule.host ?? '') === host && (rule.http?.paths ?? []).some((one) => (one.path ?? '/') === path),
    ),
  );
  return holder && `Ingress ${placeOf(holder)}`;
}
