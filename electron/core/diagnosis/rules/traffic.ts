import type { Finding, Proof } from '../../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from '../facts.ts';
import { advice, finding, patchFix, proof } from '../finding.ts';
import { some } from '../index-by.ts';
import { condition } from '../pod-facts.ts';

/** Ready endpoints that some clients still don't reach, by the Service's own wish. */
export function trafficRule(facts: Facts): readonly Finding[] {
  if (facts.type === 'ExternalName' || isSilent(facts)) return [];
  return [
    ...internalLocal(facts),
    ...externalLocal(facts),
    ...hints(facts),
    ...sticky(facts),
    ...mesh(facts),
    ...hairpin(facts),
    ...proxyless(facts),
  ];
}

/** The nodes that could send something, and those of them that have a ready endpoint. */
function nodesOf({ cluster, slices }: Facts): { readonly all: readonly string[]; readonly without: readonly string[] } {
  const local = new Set(
    slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).flatMap(({ conditions, nodeName }) => ((conditions?.ready ?? true) ? [nodeName ?? ''] : [])),
    ),
  );
  const all = cluster
    .all('Node')
    .filter(({ status }) => condition(status?.conditions, 'Ready')?.status !== 'False')
    .map(({ metadata }) => metadata.name);
  return { all, without: local.has('') ? [] : all.filter((name) => !local.has(name)) };
}

function internalLocal(facts: Facts): readonly Finding[] {
  const { service, headless } = facts;
  const { without } = nodesOf(facts);
  if (service.spec.internalTrafficPolicy !== 'Local' || headless || without.length === 0) return [];
  const shown = policyProof(facts, 'internalTrafficPolicy');
  const fixes = [patchFix('change-policy', service, { spec: { internalTrafficPolicy: 'Cluster' } })];
  return [finding('E1', { nodes: some(without) }, { severity: 'warning', proof: shown, fixes })];
}

function externalLocal(facts: Facts): readonly Finding[] {
  const { service, type } = facts;
  const { all, without } = nodesOf(facts);
  const isOpen = type === 'NodePort' || type === 'LoadBalancer' || (service.spec.externalIPs ?? []).length > 0;
  if (service.spec.externalTrafficPolicy !== 'Local' || !isOpen || without.length === 0) return [];
  const fixes = [patchFix('change-policy', service, { spec: { externalTrafficPolicy: 'Cluster' } })];
  const params = { nodes: some(without), local: all.length - without.length, total: all.length };
  // A load balancer leaves such nodes out by itself: its health check asks them.
  const severity = type === 'LoadBalancer' ? 'info' : 'warning';
  return [finding('E2', params, { severity, proof: policyProof(facts, 'externalTrafficPolicy'), fixes })];
}

function policyProof(
  { service, slices }: Facts,
  field: 'internalTrafficPolicy' | 'externalTrafficPolicy',
): readonly Proof[] {
  const nodes = slices.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ nodeName }) => nodeName ?? []));
  const shown = slices[0] ? [proof(slices[0], 'endpoints[].nodeName', some([...new Set(nodes)]))] : [];
  return [proof(service, `spec.${field}`, 'Local'), ...shown];
}

/** All clients sent to one zone. */
function hints({ slices }: Facts): readonly Finding[] {
  const endpoints = slices.flatMap((slice) => (slice.endpoints ?? []).map((endpoint) => ({ slice, endpoint })));
  const zones = new Set(endpoints.flatMap(({ endpoint }) => endpoint.hints?.forZones ?? []).map(({ name }) => name));
  const places = new Set(endpoints.map(({ endpoint }) => endpoint.zone));
  const [zone] = zones;
  const [first] = endpoints;
  if (zone === undefined || !first || zones.size > 1 || places.size < 2) return [];
  return [
    finding('E6', { zone }, { severity: 'info', proof: [proof(first.slice, 'endpoints[].hints.forZones', zone)] }),
  ];
}

function sticky({ service }: Facts): readonly Finding[] {
  if (service.spec.sessionAffinity !== 'ClientIP') return [];
  const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800;
  const shown = [
    proof(service, 'spec.sessionAffinity', 'ClientIP'),
    proof(service, 'spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds),
  ];
  const [unit, length] = seconds < 3600 ? (['min', 60] as const) : (['h', 3600] as const);
  return [finding('E8', { time: Math.round((seconds / length) * 10) / 10, unit }, { severity: 'info', proof: shown })];
}

const MESH_PROXIES: ReadonlySet<string> = new Set(['istio-proxy', 'linkerd-proxy', 'envoy-sidecar', 'kuma-sidecar']);

function mesh({ live }: Facts): readonly Finding[] {
  const meshed = live.flatMap((pod) => {
    const container = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])].find(({ name }) =>
      MESH_PROXIES.has(name),
    );
    const isAmbient = pod.metadata.labels?.['istio.io/dataplane-mode'] === 'ambient';
    return container || isAmbient ? [{ pod, by: container?.name ?? 'istio.io/dataplane-mode' }] : [];
  });
  const [first] = meshed;
  if (!first) return [];
  const pods = some(meshed.map(({ pod }) => pod.metadata.name));
  return [
    finding('E10', { pods }, { severity: 'info', proof: [proof(first.pod, 'spec.containers[].name', first.by)] }),
  ];
}

/** A Pod that asks the Service whose only endpoint it is itself. */
function hairpin({ client, ports, namespace }: Facts): readonly Finding[] {
  const reached = ports.flatMap(({ endpoints }) => endpoints).filter(({ ready }) => ready);
  const isAlone = reached.length > 0 && reached.every(({ pod }) => pod === client?.metadata.name);
  if (!client || client.metadata.namespace !== namespace || !isAlone) return [];
  const shown = [proof(client, 'status.podIPs', reached[0]?.address)];
  return [
    finding(
      'E7',
      { client: client.metadata.name },
      { severity: 'info', proof: shown, fixes: [advice('ask', 'hairpin')] },
    ),
  ];
}

const PROXIES = /kube-proxy|cilium|ovn|antrea|kube-router|calico|anetd|canal|romana|weave/;

/** Nobody on the nodes to turn the Service's address into a Pod's. Where DaemonSets are not used at all nobody knows. */
function proxyless({ cluster, service, headless }: Facts): readonly Finding[] {
  const sets = cluster.in('DaemonSet', 'kube-system');
  const isK3s = cluster.all('Node').some(({ status }) => /\+(?:k3s|rke2)/.test(status?.nodeInfo?.kubeletVersion ?? ''));
  if (headless || isK3s || sets.length === 0 || sets.some(({ metadata }) => PROXIES.test(metadata.name))) return [];
  const names = some(sets.map(({ metadata }) => metadata.name));
  return [finding('E9', {}, { severity: 'warning', proof: [proof(service, 'daemonsets.kube-system', names)] })];
}
