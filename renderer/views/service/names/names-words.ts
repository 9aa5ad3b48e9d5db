import type { ClusterDns, DnsRecord, EnvGap, ServiceNames } from '../../../../shared/model/names.ts';
import type { NameForm } from '../../../../shared/name-forms.ts';
import { m } from '../../../../shared/paraglide/messages.js';

export function sourceWords({ source }: ClusterDns): string {
  switch (source) {
    case 'coredns':
      return m.dns_source_coredns();
    case 'kubelet-config':
      return m.dns_source_kubelet_config();
    case 'kubelet':
      return m.dns_source_kubelet();
    case 'assumed':
      return m.dns_source_assumed();
  }
}

/** Where a form of the name leads from a namespace: here, to a namesake, or nowhere. */
export function leadsTo({ works, means }: NameForm, from: string, { namesakes }: ServiceNames): string {
  if (works) return m.dns_leads_here();
  return namesakes.includes(from) ? m.dns_leads_other({ name: means }) : m.dns_leads_nothing({ name: means });
}

export function groupWords(of: DnsRecord['of']): string {
  switch (of) {
    case 'service':
      return m.dns_group_service();
    case 'port':
      return m.dns_group_port();
    case 'endpoint':
      return m.dns_group_endpoint();
    case 'pod':
      return m.dns_group_pod();
    case 'address':
      return m.dns_group_address();
  }
}

/** What is to know of a group besides its records. */
export function groupNote(of: DnsRecord['of'], { absent, dns, externalName }: ServiceNames): string | undefined {
  if (of === 'service' && absent === 'none-ready') return m.dns_absent_none_ready();
  if (of === 'service' && absent) return m.dns_absent_external_address({ host: externalName ?? '' });
  if (externalName !== undefined || (of !== 'pod' && of !== 'address')) return undefined;
  if (dns.source !== 'coredns') return m.dns_usual();
  if (of === 'address') return undefined;
  if (dns.podNames === 'disabled') return m.dns_pods_disabled();
  return dns.podNames === 'insecure' ? m.dns_pods_insecure() : undefined;
}

export function gapWords({ why }: EnvGap): string {
  switch (why) {
    case 'older':
      return m.dns_env_older();
    case 'changed':
      return m.dns_env_changed();
    case 'links-off':
      return m.dns_env_links_off();
  }
}

/** Who chooses the endpoint, with this Service's own names and numbers. */
export function chooserWords(names: ServiceNames): readonly string[] {
  const { clusterIPs, externalName, headless, ready, dns } = names;
  const name = `${names.name}.${names.namespace}`;
  if (externalName !== undefined) return [m.dns_chooser_alias({ name, host: externalName })];
  return headless
    ? [m.dns_chooser_client({ name, ready, ttl: dns.ttl }), m.dns_chooser_other_server()]
    : [m.dns_chooser_server({ name, ready, address: clusterIPs.join(', ') }), m.dns_chooser_other_client()];
}
