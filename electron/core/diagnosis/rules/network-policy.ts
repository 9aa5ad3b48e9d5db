import type { Finding, Severity } from '../../../../shared/model/diagnosis.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import { isSilent, type Facts } from '../facts.ts';
import { advice, finding, proof } from '../finding.ts';
import { namespaceOf, some } from '../index-by.ts';
import { matchesSelector, selectorText } from '../label-selector.ts';
import type { PortReach } from '../membership.ts';
import type { Maybe, NetworkPolicy, Pod, PolicyPeer, PolicyPort, PolicyRule } from '../objects.ts';
import { addressesOf, declaredPorts, protocolOf } from '../pod-facts.ts';
import { inRange } from './ip-range.ts';

/** Whether NetworkPolicies let anybody, or the client that is asked about, through to the Pods' ports. */
export function networkPolicyRule(facts: Facts): readonly Finding[] {
  if (isSilent(facts)) return [];
  return [...ingress(facts), ...(facts.client ? egress(facts, facts.client) : []), ...otherPolicies(facts)];
}

interface Destination {
  readonly pod: Pod;
  /** The Pod's port, not the Service's. */
  readonly port: number;
  readonly protocol: string;
}

function ingress(facts: Facts): readonly Finding[] {
  const { cluster, namespace, live } = facts;
  const policies = cluster.in('NetworkPolicy', namespace).filter((policy) => concerns(policy, 'Ingress'));
  if (policies.length === 0) return [];
  const findings = facts.ports.flatMap((reach): readonly Finding[] => {
    const reached = reach.endpoints.find(({ ready, pod }) => ready && pod !== undefined);
    const pod = live.find(({ metadata }) => metadata.name === reached?.pod);
    const own = pod ? policies.filter(({ spec }) => matchesSelector(spec.podSelector ?? {}, pod.metadata.labels)) : [];
    if (!pod || !reached || own.length === 0) return [];
    const destination = { pod, port: reached.port, protocol: protocolOf(reach.port) };
    const found = judge(facts, { reach, policies: own, destination });
    return found ? [found] : [];
  });
  // The same policy over several ports is one thing to say.
  const seen = new Set<string>();
  return findings.filter(({ params }) => {
    const key = `${params['policy'] ?? ''} ${params['case'] ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

interface Judged {
  readonly reach: PortReach;
  readonly policies: readonly NetworkPolicy[];
  readonly destination: Destination;
}

function judge(facts: Facts, { reach, policies, destination }: Judged): Finding | undefined {
  const { client, cluster } = facts;
  const rules = policies.flatMap(({ spec }) => spec.ingress ?? []);
  const open = rules.filter(({ ports }) => opens(ports, destination));
  const port = `${destination.port}/${destination.protocol}`;
  const say = (kind: string, severity: Severity, allowed: string): Finding =>
    finding(
      'E3',
      { policy: some(policies.map(({ metadata }) => metadata.name)), port, allowed, case: kind },
      {
        severity,
        proof: policies
          .slice(0, 3)
          .flatMap((policy) => [
            proof(policy, 'spec.podSelector', selectorText(policy.spec.podSelector ?? {})),
            proof(policy, 'spec.ingress', rulesText(policy.spec.ingress ?? [])),
          ]),
        fixes: [advice('allow-traffic', `${destination.pod.metadata.labels?.['app'] ?? facts.name}: ${port}`)],
      },
    );
  if (open.length === 0) {
    const namesServicePort = rules.some(({ ports }) => (ports ?? []).some((one) => one.port === reach.port.port));
    if (rules.length === 0) return say('none', 'error', '-');
    return say(namesServicePort ? 'service-port' : 'port', 'error', rules.map(portsText).join('; '));
  }
  const allowed = open.map(({ from }) => peersText(from)).join('; ');
  if (client) {
    const passes = open.some(({ from }) => lets(from, { cluster, peer: client, own: facts.namespace }));
    return passes ? undefined : say('client', 'error', allowed);
  }
  return open.some(({ from }) => !from?.length) ? undefined : say('some', 'info', allowed);
}

function concerns({ spec }: NetworkPolicy, type: 'Ingress' | 'Egress'): boolean {
  // Without policyTypes every policy is one for ingress, and for egress if it has such rules.
  return spec.policyTypes?.includes(type) ?? (type === 'Ingress' || (spec.egress ?? []).length > 0);
}

function opens(ports: Maybe<readonly PolicyPort[]>, { pod, port, protocol }: Destination): boolean {
  if (!ports?.length) return true;
  return ports.some((one) => {
    if (protocolOf(one) !== protocol) return false;
    if (one.port === undefined) return true;
    if (typeof one.port === 'number') return port >= one.port && port <= (one.endPort ?? one.port);
    return declaredPorts(pod).some((declared) => declared.name === one.port && declared.port === port);
  });
}

interface Asked {
  readonly cluster: ClusterFacts;
  readonly peer: Pod;
  /** The policy's own namespace. */
  readonly own: string;
}

function lets(peers: Maybe<readonly PolicyPeer[]>, { cluster, peer, own }: Asked): boolean {
  if (!peers?.length) return true;
  return peers.some(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) {
      const isIn = (cidr: string): boolean => addressesOf(peer).some((address) => inRange(address, cidr));
      return isIn(ipBlock.cidr) && !(ipBlock.except ?? []).some(isIn);
    }
    const space = cluster.get('Namespace', '', namespaceOf(peer));
    const labels = { 'kubernetes.io/metadata.name': namespaceOf(peer), ...space?.metadata.labels };
    const isThere = namespaceSelector ? matchesSelector(namespaceSelector, labels) : namespaceOf(peer) === own;
    return isThere && (!podSelector || matchesSelector(podSelector, peer.metadata.labels));
  });
}

/** What the client's own namespace lets out: to the Pods, and to the cluster's DNS. */
function egress(facts: Facts, client: Pod): readonly Finding[] {
  const { cluster, ports, live, namespace } = facts;
  const policies = cluster
    .in('NetworkPolicy', namespaceOf(client))
    .filter(
      (policy) => concerns(policy, 'Egress') && matchesSelector(policy.spec.podSelector ?? {}, client.metadata.labels),
    );
  const [policy] = policies;
  const reached = ports
    .flatMap(({ endpoints, port }) => endpoints.map((one) => ({ ...one, protocol: protocolOf(port) })))
    .find(({ ready }) => ready);
  const pod = live.find(({ metadata }) => metadata.name === reached?.pod);
  if (!policy || !reached || !pod) return [];
  const rules = policies.flatMap(({ spec }) => spec.egress ?? []);
  const own = namespaceOf(client);
  const destination = { pod, port: reached.port, protocol: reached.protocol };
  const passes = rules.some((rule) => opens(rule.ports, destination) && lets(rule.to, { cluster, peer: pod, own }));
  const params = { policy: some(policies.map(({ metadata }) => metadata.name)), client: client.metadata.name };
  const shown = policies.map((one) => proof(one, 'spec.egress', rulesText(one.spec.egress ?? [])));
  const fixes = [advice('allow-traffic', `${namespace}: ${destination.port}/${destination.protocol}`)];
  if (!passes) return [finding('E4', params, { severity: 'error', proof: shown, fixes })];
  const asksDns = rules.some(
    ({ ports: open }) =>
      !open?.length || open.some((one) => one.port === 53 || one.port === 'dns' || one.port === undefined),
  );
  return asksDns
    ? []
    : [
        finding('G9', params, {
          severity: 'error',
          proof: shown,
          fixes: [advice('allow-traffic', 'kube-system: 53/UDP, 53/TCP')],
        }),
      ];
}

/** API groups of policies that a CNI enforces besides those of networking.k8s.io. */
const otherGroups: ReadonlySet<string> = new Set(['cilium.io', 'crd.projectcalico.org', 'policy.networking.k8s.io']);

function otherPolicies({ cluster }: Facts): readonly Finding[] {
  const groups = cluster.all('APIGroup').filter(({ metadata }) => otherGroups.has(metadata.name));
  const [first] = groups;
  if (!first) return [];
  const kinds = some(groups.map(({ metadata }) => metadata.name));
  return [finding('E5', { kinds }, { severity: 'info', proof: [proof(first, 'metadata.name', first.metadata.name)] })];
}

function rulesText(rules: readonly PolicyRule[]): string {
  return rules.map((rule) => `${peersText(rule.from ?? rule.to)}: ${portsText(rule)}`).join('; ') || '[]';
}

function portsText({ ports }: PolicyRule): string {
  return (ports ?? []).map((one) => `${one.port ?? '*'}/${protocolOf(one)}`).join(', ') || '*';
}

function peersText(peers: Maybe<readonly PolicyPeer[]>): string {
  const texts = (peers ?? []).map(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) return ipBlock.cidr;
    const where = namespaceSelector ? `namespace(${selectorText(namespaceSelector)})` : '';
    return [where, podSelector ? `pod(${selectorText(podSelector)})` : ''].filter(Boolean).join(' ');
  });
  return texts.join(', ') || '*';
}
