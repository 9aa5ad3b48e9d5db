import type { KubeObject } from './objects.ts';

export const region = 'region-1';
export const zones = ['zone-a', 'zone-b'] as const;

/**
 * Nodes spread over two zones: node-1, node-3, … in zone-a and node-2, node-4, … in zone-b.
 *
 * `localhost` is what the API server dials for their kubelets; the other addresses are what a cloud would have given.
 */
export function nodes(count: number): KubeObject[] {
  return Array.from({ length: count }, (_, index) => node(index));
}

/** What kwok would fill in with its own name. */
const nodeInfo = {
  architecture: 'amd64',
  operatingSystem: 'linux',
  kubeletVersion: 'v1.36.3',
  kubeProxyVersion: '',
  containerRuntimeVersion: 'containerd://2.2.1',
  kernelVersion: '6.12.0',
  osImage: 'Linux',
  machineID: '',
  systemUUID: '',
  bootID: '',
};

function node(index: number): KubeObject {
  const name = `node-${index + 1}`;
  const [high, low] = [Math.floor(index / 250), (index % 250) + 1];
  // Without a range of its own, a restarted kwok gives out pod IPs twice.
  const podCIDRs = [`10.${64 + high}.${low}.0/24`, `fd00:${64 + high}:${low}::/64`];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zones[index % zones.length] ?? zones[0],
        'node.kubernetes.io/instance-type': index % 2 === 0 ? 'medium' : 'large',
      },
    },
    spec: { podCIDR: podCIDRs[0], podCIDRs },
    status: {
      addresses: [
        { type: 'InternalDNS', address: 'localhost' },
        { type: 'InternalIP', address: `10.0.${high}.${low + 10}` },
        { type: 'ExternalIP', address: `198.51.${100 + high}.${low + 10}` },
        { type: 'Hostname', address: name },
      ],
      nodeInfo,
      allocatable: { cpu: '64', memory: '256Gi', pods: '10000' },
      capacity: { cpu: '64', memory: '256Gi', pods: '10000' },
    },
  };
}
