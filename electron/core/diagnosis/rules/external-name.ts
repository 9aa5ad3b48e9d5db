import { isIP } from 'node:net';
import type { Finding, Fix } from '../../../../shared/model/diagnosis.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import type { Facts } from '../facts.ts';
import { advice, finding, patchFix, proof } from '../finding.ts';

/** An alias in DNS: nothing is checked by anybody, and much of the Service's spec means nothing. */
export function externalNameRule(facts: Facts): readonly Finding[] {
  const { service, type, namespace, name, cluster } = facts;
  if (type !== 'ExternalName') return [];
  const host = (service.spec.externalName ?? '').replace(/\.$/, '');
  const shown = proof(service, 'spec.externalName', service.spec.externalName);
  const trap = (kind: string, severity: 'error' | 'warning' | 'info', fixes: readonly Fix[] = []): Finding =>
    finding('F5', { host, case: kind }, { severity, proof: [shown], fixes });
  if (isIP(host) !== 0) return [trap('address', 'error', [advice('change-slice', host)])];
  if (host.split('.').some((label) => label.length > 63)) return [trap('label', 'error')];
  const domain = clusterDomain(cluster);
  const own = [
    name,
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.${domain ?? 'cluster.local'}`,
  ];
  if (own.includes(host)) return [trap('self', 'error')];
  const target = /^([^.]+)\.([^.]+)\.svc(?:\.(.+))?$/.exec(host);
  if (target)
    return inCluster(facts, { host, service: target[1] ?? '', namespace: target[2] ?? '', suffix: target[3], domain });
  const alias = finding('A7', { service: name, host }, { severity: 'info', proof: [shown] });
  const isTranslating = (service.spec.ports ?? []).some(({ port, targetPort = port }) => targetPort !== port);
  return [...(isTranslating ? [trap('ports', 'warning')] : []), alias];
}

interface Target {
  readonly host: string;
  readonly service: string;
  readonly namespace: string;
  readonly suffix: string | undefined;
  readonly domain: string | undefined;
}

function inCluster({ service, cluster, name }: Facts, target: Target): readonly Finding[] {
  const { host, domain, suffix } = target;
  const shown = proof(service, 'spec.externalName', host);
  if (domain !== undefined && suffix !== undefined && suffix !== domain) {
    const right = `${target.service}.${target.namespace}.svc.${domain}`;
    const fixes = [patchFix('change-name', service, { spec: { externalName: right } })];
    return [finding('G2', { host, domain }, { severity: 'error', proof: [shown], fixes })];
  }
  if (cluster.knows('Service') && !cluster.get('Service', target.namespace, target.service)) {
    const isReadable =
      cluster.in('Service', target.namespace).length > 0 || cluster.get('Namespace', '', target.namespace);
    if (isReadable) return [finding('F5', { host, case: 'missing' }, { severity: 'error', proof: [shown] })];
  }
  const back = cluster.get('Service', target.namespace, target.service);
  const isLoop =
    back?.spec.type === 'ExternalName' &&
    (back.spec.externalName ?? '').startsWith(`${name}.${service.metadata.namespace ?? 'default'}.`);
  if (isLoop)
    return [
      finding(
        'F5',
        { host, case: 'loop' },
        { severity: 'error', proof: [shown, proof(back, 'spec.externalName', back.spec.externalName)] },
      ),
    ];
  return [finding('A7', { service: name, host }, { severity: 'info', proof: [shown] })];
}

/** The domain that the cluster's DNS serves, from CoreDNS's own configuration; undefined where it could not be read. */
export function clusterDomain(cluster: ClusterFacts): string | undefined {
  const corefile = cluster.get('ConfigMap', 'kube-system', 'coredns')?.data?.['Corefile'];
  return corefile === undefined ? undefined : /^\s*kubernetes\s+(\S+)/m.exec(corefile)?.[1];
}
