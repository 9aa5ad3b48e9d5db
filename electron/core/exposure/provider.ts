import type { LocalKind } from '../../../shared/model/node.ts';
import { cloudOf, localKindOf } from '../nodes/machine.ts';
import type { NodeFact } from './facts.ts';

/** Whose load balancers a cluster has, if any can be seen. `cluster`: made inside it, at no price. */
export interface Provider {
  readonly name: string;
  readonly kind: 'cloud' | 'cluster';
}

/** API groups that come with an implementation (services.md §2.4). */
const GROUPS: Readonly<Record<string, string>> = {
  'metallb.io': 'MetalLB',
  'network.kubesphere.io': 'OpenELB',
  'cilium.io': 'Cilium',
};

const LOCAL: Readonly<Record<LocalKind, string>> = {
  kind: 'cloud-provider-kind',
  k3d: 'k3s ServiceLB',
  k3s: 'k3s ServiceLB',
  minikube: 'minikube tunnel',
  'docker-desktop': 'Docker Desktop',
  'rancher-desktop': 'Rancher Desktop',
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
  const cloud = nodes?.flatMap((node) => cloudOf(node) ?? [])[0];
  if (cloud !== undefined) return { name: cloud, kind: 'cloud' };
  const local = nodes?.flatMap((node) => localKindOf(node) ?? [])[0];
  if (local !== undefined) return { name: LOCAL[local], kind: 'cluster' };
  if (isAnswered) return { name: '?', kind: 'cloud' };
  if (byGroup !== undefined) return { name: byGroup, kind: 'cluster' };
  return nodes && groups ? 'none' : undefined;
}
