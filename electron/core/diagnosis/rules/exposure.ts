import type { Finding } from '../../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from '../facts.ts';
import { finding, patchFix, proof } from '../finding.ts';
import { keyOf, namespaceOf, some } from '../index-by.ts';
import { protocolOf } from '../pod-facts.ts';
import { backendsOf } from '../cluster-facts.ts';

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** What stands between the outside and the Service: node ports, external addresses, ranges, routes. */
export function exposureRule(facts: Facts): readonly Finding[] {
  return [
    ...nodePorts(facts),
    ...nodePortClash(facts),
    ...externalIPs(facts),
    ...sourceRanges(facts),
    ...routes(facts),
  ];
}

function nodePorts({ service, type, cluster, ports }: Facts): readonly Finding[] {
  if (type !== 'NodePort' || !cluster.knows('Node')) return [];
  const nodes = cluster.all('Node');
  const isPublic = nodes.some(({ status }) =>
    (status?.addresses ?? []).some(({ type: kind }) => kind === 'ExternalIP'),
  );
  const [first] = nodes;
  if (isPublic || !first) return [];
  const numbers = ports.flatMap(({ port }) => port.nodePort ?? []).join(', ');
  const shown = [
    proof(service, 'spec.ports[].nodePort', numbers),
    proof(first, 'status.addresses[ExternalIP]', undefined),
  ];
  return [finding('F4', { nodePorts: numbers }, { severity: 'info', proof: shown })];
}

/** The allocator keeps node ports apart, except for those that come back with an ExternalName. */
function nodePortClash(facts: Facts): readonly Finding[] {
  const { service, cluster, ports, type } = facts;
  if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
  return ports.flatMap(({ port, index }) => {
    if (port.nodePort === undefined) return [];
    const other = cluster
      .withNodePort(port.nodePort)
      .find(
        (one) =>
          keyOf(one) !== keyOf(service) &&
          one.spec.type !== 'ExternalName' &&
          one.spec.ports?.some(
            (theirs) => theirs.nodePort === port.nodePort && protocolOf(theirs) === protocolOf(port),
          ),
      );
    if (!other) return [];
    const shown = [
      proof(service, `spec.ports[${index}].nodePort`, port.nodePort),
      proof(other, 'spec.ports[].nodePort', port.nodePort),
    ];
    const list = (service.spec.ports ?? []).map((one, at) => (at === index ? { ...one, nodePort: null } : one));
    const fixes = [patchFix('change-port', service, { spec: { ports: list } })];
    return [
      finding('F9', { nodePort: port.nodePort, other: keyOf(other) }, { severity: 'error', proof: shown, fixes }),
    ];
  });
}

function externalIPs({ service, cluster, ports }: Facts): readonly Finding[] {
  const own = new Set(service.spec.externalIPs ?? []);
  if (own.size === 0) return [];
  for (const other of cluster.all('Service')) {
    if (keyOf(other) === keyOf(service)) continue;
    const address = (other.spec.externalIPs ?? []).find((one) => own.has(one));
    const port = ports.find(({ port: mine }) =>
      other.spec.ports?.some((theirs) => theirs.port === mine.port && protocolOf(theirs) === protocolOf(mine)),
    );
    if (address === undefined || !port) continue;
    const shown = [proof(service, 'spec.externalIPs', [...own].join(', ')), proof(other, 'spec.externalIPs', address)];
    const params = { address, port: port.label, other: keyOf(other) };
    return [finding('F6', params, { severity: 'error', proof: shown })];
  }
  return [];
}

const EVERYBODY: Readonly<Record<string, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };

function sourceRanges({ service, type }: Facts): readonly Finding[] {
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  const annotation = service.metadata.annotations?.[SOURCE_RANGES];
  const all = ranges.length > 0 ? ranges.join(', ') : (annotation ?? '');
  const listed = new Set(all.split(/[ ,]+/));
  // A range of the other family lets nobody of this one in.
  const isOpen = (service.spec.ipFamilies ?? ['IPv4']).every((family) => listed.has(EVERYBODY[family] ?? ''));
  if (type !== 'LoadBalancer' || all === '' || isOpen) return [];
  const field = ranges.length > 0 ? 'spec.loadBalancerSourceRanges' : `metadata.annotations[${SOURCE_RANGES}]`;
  return [finding('F7', { ranges: all }, { severity: 'info', proof: [proof(service, field, all)] })];
}

/** Ingresses and HTTPRoutes that name a port which the Service hasn't got. */
function routes(facts: Facts): readonly Finding[] {
  const { cluster, namespace, name, service } = facts;
  const ports = service.spec.ports ?? [];
  return cluster.routesTo(namespace, name).flatMap((route) => {
    const wrong = backendsOf(route).find(
      (one) =>
        one.name === name &&
        one.namespace === namespace &&
        one.port !== undefined &&
        !ports.some(({ port, name: own }) => (typeof one.port === 'number' ? port === one.port : own === one.port)),
    );
    const label = `${route.kind} ${namespaceOf(route)}/${route.metadata.name}`;
    const has = some(ports.map(({ port, name: own }) => (own === undefined ? String(port) : `${own}:${port}`)));
    if (wrong) {
      const shown = [proof(route, wrong.field, wrong.port), proof(service, 'spec.ports[].port', has)];
      return [
        finding('F11', { route: label, port: wrong.port ?? '', ports: has }, { severity: 'error', proof: shown }),
      ];
    }
    if (!isSilent(facts)) return [];
    const shown = [proof(route, 'spec', name)];
    return [finding('F12', { route: label, service: name, status: 503 }, { severity: 'info', proof: shown })];
  });
}
