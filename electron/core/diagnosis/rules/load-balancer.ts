import type { Finding } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, finding, patchFix, proof } from '../finding.ts';
import { some } from '../index-by.ts';
import type { Event } from '../objects.ts';
import { condition } from '../pod-facts.ts';

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const CLEAN_UP = 'service.kubernetes.io/load-balancer-cleanup';
const CILIUM = 'cilium.io/IPAMRequestSatisfied';
/** A hostname made less than this ago, in ms, may not resolve yet. */
const DNS_DELAY = 300_000;

/** API groups of what gives addresses to load balancers. */
const POOLS: ReadonlySet<string> = new Set(['metallb.io', 'cilium.io', 'network.kubesphere.io', 'elbv2.k8s.aws']);

/** What a controller's words mean. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/quota|limit ?exceeded|toomany/i, 'quota'],
  [/suitable subnets|resolve at least one subnet|no subnets/i, 'subnets'],
  [/accessdenied|forbidden|unauthori[sz]ed|not authorized|permission/i, 'rights'],
  [/failed to allocate ip|no available ips|out of ips|no_pool|pool/i, 'addresses'],
  [/mixed protocol/i, 'protocols'],
];

/** Why a load balancer has no address, or doesn't do all that it should. */
export function loadBalancerRule(facts: Facts): readonly Finding[] {
  const { service, type } = facts;
  if (type !== 'LoadBalancer') return [];
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  return ingress.length === 0 ? [...pending(facts), ...noNodes(facts)] : made(facts);
}

function pending(facts: Facts): readonly Finding[] {
  const { service, cluster } = facts;
  const ipam = condition(service.status?.conditions, CILIUM);
  if (ipam?.status === 'False') {
    const shown = [proof(service, `status.conditions[${CILIUM}]`, ipam.reason)];
    return [
      finding('F3b', { reason: ipam.reason ?? '', message: ipam.message ?? '' }, { severity: 'error', proof: shown }),
    ];
  }
  const failed = cluster.eventsOf(service).find(isFailure);
  if (failed) return [failing(facts, failed)];
  const stuck = serviceLb(facts);
  if (stuck.length > 0) return stuck;
  const { loadBalancerClass } = service.spec;
  const isClaimed = service.metadata.finalizers?.includes(CLEAN_UP) || cluster.eventsOf(service).length > 0;
  const status = proof(service, 'status.loadBalancer.ingress', undefined);
  if (isClaimed || !canJudge(facts)) return [];
  if (loadBalancerClass !== undefined) {
    const shown = [proof(service, 'spec.loadBalancerClass', loadBalancerClass), status];
    const fixes = [patchFix('use-node-ports', service, { spec: { type: 'NodePort' } })];
    return [finding('F2', { class: loadBalancerClass }, { severity: 'error', proof: shown, fixes })];
  }
  const fixes = [
    patchFix('use-node-ports', service, { spec: { type: 'NodePort' } }),
    advice('ask', 'MetalLB, cloud-provider-kind, minikube tunnel'),
  ];
  return hasProvider(facts)
    ? []
    : [finding('F1', {}, { severity: 'error', proof: [proof(service, 'spec.type', 'LoadBalancer'), status], fixes })];
}

function isFailure({ type, reason = '' }: Event): boolean {
  return type === 'Warning' && !/^(?:FailedToUpdateEndpoint|TopologyAware)/.test(reason);
}

function failing({ service }: Facts, event: Event): Finding {
  const { reason = '', message = '' } = event;
  const meaning = meanings.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
  const shown = [
    proof(service, `events[${reason}]`, message),
    proof(service, 'status.loadBalancer.ingress', undefined),
  ];
  return finding('F3', { meaning, message }, { severity: 'error', proof: shown });
}

/** Without events or nodes nobody knows who is at work (a manifest has no load balancer yet). */
function canJudge({ cluster, service }: Facts): boolean {
  return cluster.knows('Event') && cluster.knows('Node') && service.metadata.creationTimestamp !== undefined;
}

/** Whether anything in the cluster is known to make load balancers. */
function hasProvider({ cluster }: Facts): boolean {
  const nodes = cluster.all('Node');
  const isCloud = nodes.some(({ spec }) =>
    /^(?:aws|gce|azure|digitalocean|hcloud|linode|openstack|oci|vsphere|ibm|k3s):/.test(spec?.providerID ?? ''),
  );
  const isK3s = nodes.some(({ status }) => status?.nodeInfo?.kubeletVersion?.includes('+k3s'));
  const controllers = [...cluster.all('Deployment'), ...cluster.all('DaemonSet')].some(({ metadata }) =>
    /cloud-controller-manager|load-balancer-controller|metallb|kube-vip|openelb/.test(metadata.name),
  );
  const pools = cluster.all('APIGroup').some(({ metadata }) => POOLS.has(metadata.name));
  return isCloud || isK3s || controllers || pools || servesOthers(cluster);
}

function servesOthers(cluster: Facts['cluster']): boolean {
  return cluster
    .all('Service')
    .some(
      ({ spec, status }) => spec.loadBalancerClass === undefined && (status?.loadBalancer?.ingress ?? []).length > 0,
    );
}

/** k3s: one Pod a node holds the ports, if they are free there. */
function serviceLb({ cluster, name, service }: Facts): readonly Finding[] {
  const stuck = cluster.in('Pod', 'kube-system').filter(({ metadata, status }) => {
    return metadata.labels?.['svccontroller.k3s.cattle.io/svcname'] === name && status?.phase === 'Pending';
  });
  const [first] = stuck;
  if (!first) return [];
  const message = condition(first.status?.conditions, 'PodScheduled')?.message ?? '';
  const shown = [
    proof(first, 'status.conditions[PodScheduled]', message),
    proof(service, 'status.loadBalancer.ingress', undefined),
  ];
  return [
    finding(
      'F3c',
      { pods: some(stuck.map(({ metadata }) => metadata.name)), message },
      { severity: 'error', proof: shown },
    ),
  ];
}

/** Nodes that no load balancer may send to. */
function noNodes({ cluster }: Facts): readonly Finding[] {
  const nodes = cluster.all('Node');
  const excluded = nodes.filter(({ metadata, spec }) => {
    const label = metadata.labels?.[EXCLUDED];
    const isLabelled = label !== undefined && !/^(?:0|f|false)$/i.test(label);
    return isLabelled || (spec?.taints ?? []).some(({ key }) => key === 'ToBeDeletedByClusterAutoscaler');
  });
  if (nodes.length === 0 || excluded.length < nodes.length) return [];
  const shown = excluded
    .slice(0, 3)
    .map((node) => proof(node, `metadata.labels[${EXCLUDED}]`, node.metadata.labels?.[EXCLUDED] ?? ''));
  return [
    finding('F3d', { nodes: some(excluded.map(({ metadata }) => metadata.name)) }, { severity: 'error', proof: shown }),
  ];
}

function made({ service, cluster }: Facts): readonly Finding[] {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const failed = ingress.flatMap(({ ports }) => ports ?? []).filter(({ error }) => error !== undefined);
  const errors = failed.map(({ port, error = '' }) => {
    const shown = [proof(service, 'status.loadBalancer.ingress[].ports[].error', error)];
    return finding('F13', { port, error }, { severity: 'error', proof: shown });
  });
  const named = ingress.find(({ hostname }) => hostname !== undefined);
  const created = Date.parse(service.metadata.creationTimestamp ?? '');
  const isFresh = cluster.now - created < DNS_DELAY;
  if (named?.hostname === undefined || !isFresh) return errors;
  const shown = [proof(service, 'status.loadBalancer.ingress[].hostname', named.hostname)];
  return [...errors, finding('F10', { host: named.hostname }, { severity: 'info', proof: shown })];
}
