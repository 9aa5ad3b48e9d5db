import type { Finding } from '../../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from '../facts.ts';
import { advice, commandFix, finding, proof } from '../finding.ts';
import { namespaceOf, some } from '../index-by.ts';
import type { Pod, Workload } from '../objects.ts';
import { clusterDomain } from './external-name.ts';
import { shell } from '../../../../shared/shell.ts';

/** How clients find the Service: names, environment, DNS. */
export function namesRule(facts: Facts): readonly Finding[] {
  return [
    ...dnsDown(facts),
    ...(facts.client ? ofClient(facts, facts.client) : []),
    ...stateful(facts),
    ...environment(facts),
    ...nameless(facts),
  ];
}

/** Cluster DNS concerns every Service; its own page says why. */
function dnsDown({ cluster, name, namespace }: Facts): readonly Finding[] {
  const dns = cluster.get('Service', 'kube-system', 'kube-dns');
  if (!dns || !cluster.knows('EndpointSlice') || (name === 'kube-dns' && namespace === 'kube-system')) return [];
  const slices = cluster.slicesOf('kube-system', 'kube-dns');
  const isUp = slices.some(({ endpoints }) => (endpoints ?? []).some(({ conditions }) => conditions?.ready ?? true));
  // A control plane without nodes has no DNS either, and nobody to ask it.
  if (isUp || slices.length === 0) return [];
  const shown = [{ object: 'service/kube-dns', field: 'endpoints[].conditions.ready', value: '0' }];
  const fixes = [commandFix('look', 'kube-dns', 'kubectl get pods -n kube-system -l k8s-app=kube-dns')];
  return [finding('G3', { service: 'kube-system/kube-dns' }, { severity: 'error', proof: shown, fixes })];
}

function ofClient({ name, namespace }: Facts, client: Pod): readonly Finding[] {
  const findings: Finding[] = [];
  const clientName = client.metadata.name;
  if (namespaceOf(client) !== namespace) {
    const shown = [proof(client, 'metadata.namespace', namespaceOf(client))];
    const params = { name, namespace: namespaceOf(client), client: clientName };
    findings.push(
      finding('G1', params, { severity: 'info', proof: shown, fixes: [advice('use-name', `${name}.${namespace}`)] }),
    );
  }
  const { hostNetwork, dnsPolicy = 'ClusterFirst', dnsConfig } = client.spec;
  if ((hostNetwork === true && dnsPolicy === 'ClusterFirst') || dnsPolicy === 'Default') {
    const shown = [proof(client, 'spec.dnsPolicy', dnsPolicy), proof(client, 'spec.hostNetwork', hostNetwork)];
    findings.push(finding('G5', { client: clientName }, { severity: 'error', proof: shown }));
  }
  const ndots = (dnsConfig?.options ?? []).find((option) => option.name === 'ndots')?.value;
  if (ndots !== undefined && Number(ndots) < 2 && namespaceOf(client) !== namespace) {
    const shown = [proof(client, 'spec.dnsConfig.options[ndots]', ndots)];
    findings.push(finding('G4', { client: clientName, ndots }, { severity: 'warning', proof: shown }));
  }
  return findings;
}

/** Names of single Pods need the StatefulSet's serviceName to be this Service. */
function stateful(facts: Facts): readonly Finding[] {
  const { cluster, live, headless, service, name } = facts;
  if (!headless) return [];
  const owners = new Set(
    live.flatMap((pod) => (cluster.ownerOf(pod)?.kind === 'StatefulSet' ? (cluster.ownerOf(pod)?.name ?? []) : [])),
  );
  const sets = cluster.in('StatefulSet', facts.namespace);
  const others = new Set(cluster.in('Service', facts.namespace).map(({ metadata }) => metadata.name));
  return [...owners].flatMap((owner) => {
    const set = sets.find(({ metadata }) => metadata.name === owner);
    const found = set?.spec.serviceName ?? '';
    // Another headless Service may well be the governing one, and this one an extra.
    if (!set || found === name || others.has(found)) return [];
    return [wrongName(service, set, { found, wanted: name })];
  });
}

function wrongName(
  service: Facts['service'],
  set: Workload,
  { found, wanted }: { found: string; wanted: string },
): Finding {
  const shown = [proof(set, 'spec.serviceName', found), proof(service, 'metadata.name', wanted)];
  const params = { owner: `StatefulSet ${set.metadata.name}`, found: found || '""', wanted };
  return finding('G6', params, {
    severity: 'warning',
    proof: shown,
    fixes: [advice('change-template', `StatefulSet ${set.metadata.name}`)],
  });
}

/** Pods that read the Service's address from their environment, and were there before it. */
function environment({ cluster, service, name, namespace, headless }: Facts): readonly Finding[] {
  const variable = `${name.toUpperCase().replaceAll('-', '_')}_SERVICE_HOST`;
  const created = Date.parse(service.metadata.creationTimestamp ?? '');
  if (Number.isNaN(created)) return [];
  const users = cluster
    .readersOf(namespace, variable)
    .filter(({ metadata }) => headless || Date.parse(metadata.creationTimestamp ?? '') < created);
  const [first] = users;
  if (!first) return [];
  const shown = [
    proof(first, 'metadata.creationTimestamp', first.metadata.creationTimestamp),
    proof(service, 'metadata.creationTimestamp', service.metadata.creationTimestamp),
  ];
  const names = users.map(({ metadata }) => metadata.name);
  const fixes = [commandFix('restart', some(names), shell`kubectl delete pod ${names} -n ${namespace}`)];
  return [finding('G7', { pods: some(names), variable }, { severity: 'warning', proof: shown, fixes })];
}

/** A headless Service without endpoints has no name at all. */
function nameless(facts: Facts): readonly Finding[] {
  const { headless, namespace, name, cluster, service } = facts;
  if (!headless || !isSilent(facts)) return [];
  const host = `${name}.${namespace}.svc.${clusterDomain(cluster) ?? 'cluster.local'}`;
  return [finding('G8', { host }, { severity: 'info', proof: [proof(service, 'spec.clusterIP', 'None')] })];
}
