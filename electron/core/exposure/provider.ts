import type { NodeFact } from './facts.ts';

/** Whose load balancers a cluster has, if any can be seen. `cluster`: made inside it, at no price. */
export interface Provider {
  readonly name: string;
  readonly kind: 'cloud' | 'cluster';
}

const SCHEMES: readonly (readonly [scheme: RegExp, name: string])[] = [
  [/^aws:/, 'AWS'],
  [/^gce:/, 'GCP'],
  [/^azure:/, 'Azure'],
  [/^digitalocean:/, 'DigitalOcean'],
  [/^(hcloud|hrobot):/, 'Hetzner'],
  [/^linode:/, 'Linode'],
  [/^vultr:/, 'Vultr'],
  [/^civo:/, 'Civo'],
  [/^exoscale:/, 'Exoscale'],
  [/^openstack:/, 'OpenStack'],
  [/^scaleway:/, 'Scaleway'],
  [/^(ocid1\.|oci:)/, 'Oracle'],
  [/^(alicloud:|cn-[a-z]+\.i-)/, 'Alibaba'],
  [/^ibm:/, 'IBM'],
  [/^qcloud:/, 'Tencent'],
  [/^upcloud:/, 'UpCloud'],
];

/** API groups that come with an implementation (services.md §2.4). */
const GROUPS: Readonly<Record<string, string>> = {
  'metallb.io': 'MetalLB',
  'network.kubesphere.io': 'OpenELB',
  'cilium.io': 'Cilium',
};

export interface ProviderFacts {
  readonly nodes: readonly NodeFact[] | undefined;
  readonly groups: readonly string[] | undefined;
  /** Whether any Service got an address: then somebody gives them out, known or not. */
  readonly isAnswered: boolean;
  readonly loadBalancerClass: string | undefined;
}

/** `none`: nobody answers here. Undefined: it could not be found out. */
export function providerOf({
  nodes,
  groups,
  isAnswered,
  loadBalancerClass,
}: ProviderFacts): Provider | 'none' | undefined {
  const byGroup = (groups ?? []).flatMap((group) => GROUPS[group] ?? [])[0];
  if (byGroup !== undefined && byGroup !== 'Cilium') return { name: byGroup, kind: 'cluster' };
  if (loadBalancerClass?.startsWith('kube-vip.io/')) return { name: 'kube-vip', kind: 'cluster' };
  const cloud = nodes?.flatMap(({ spec }) => {
    const id = spec?.providerID ?? '';
    return SCHEMES.filter(([scheme]) => scheme.test(id)).map(([, name]) => name);
  })[0];
  if (cloud !== undefined) return { name: cloud, kind: 'cloud' };
  if (nodes?.some((node) => /\+k3s/.test(node.status?.nodeInfo?.kubeletVersion ?? '')))
    return { name: 'k3s ServiceLB', kind: 'cluster' };
  const local = nodes?.flatMap(localName)[0];
  if (local !== undefined) return { name: local, kind: 'cluster' };
  if (isAnswered) return { name: '?', kind: 'cloud' };
  if (byGroup !== undefined) return { name: byGroup, kind: 'cluster' };
  return nodes && groups ? 'none' : undefined;
}

function localName({ metadata: { name } }: NodeFact): readonly string[] {
  if (name === 'docker-desktop') return ['Docker Desktop'];
  return name.startsWith('lima-rancher-desktop') ? ['Rancher Desktop'] : [];
}
