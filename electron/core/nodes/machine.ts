import type { LocalKind } from '../../../shared/model/node.ts';

/** A node as far as it tells where it runs. */
export interface Machine {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly providerID?: string };
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string } };
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

/** Whose cloud a node's machine is in. */
export function cloudOf({ spec }: Machine): string | undefined {
  const id = spec?.providerID ?? '';
  return SCHEMES.find(([scheme]) => scheme.test(id))?.[1];
}

/** Which kind of cluster on a person's own computer a node belongs to. */
export function localKindOf(node: Machine): LocalKind | undefined {
  const { name, labels = {} } = node.metadata;
  const id = node.spec?.providerID ?? '';
  if (id.startsWith('kind:')) return name.startsWith('desktop-') ? 'docker-desktop' : 'kind';
  if (name === 'docker-desktop') return 'docker-desktop';
  if (name.startsWith('lima-rancher-desktop')) return 'rancher-desktop';
  if ('minikube.k8s.io/name' in labels) return 'minikube';
  const isK3s = id.startsWith('k3s:') || (node.status?.nodeInfo?.kubeletVersion ?? '').includes('+k3s');
  if (!isK3s) return undefined;
  return name.startsWith('k3d-') ? 'k3d' : 'k3s';
}

/** A label of a node, under its name of today or the one before. */
export function nodeLabel(node: Machine, ...names: readonly string[]): string | undefined {
  const { labels = {} } = node.metadata;
  return names.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
}

export const zoneOf = (node: Machine): string | undefined =>
  nodeLabel(node, 'topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone');

export const regionOf = (node: Machine): string | undefined =>
  nodeLabel(node, 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region');
