import type { DemoManifest } from '../registry.ts';
import { deployment, namespace, node } from './builders.ts';

const DNS_PORTS = [
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
  { name: 'dns-tcp', containerPort: 53 },
  { name: 'metrics', containerPort: 9153 },
] as const;

/** What every cluster has: nodes, the API's own Service, DNS. */
export const system: readonly DemoManifest[] = [
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespace),
  node('node-1', 1, { zone: 'zone-a', type: 'standard-4', cpu: 4, memory: 16, pods: 110 }),
  node('node-2', 2, { zone: 'zone-b', type: 'standard-4', cpu: 4, memory: 16, pods: 110 }),
  node('node-3', 3, { zone: 'zone-a', type: 'large-8', cpu: 8, memory: 32, pods: 110 }),

  {
    kind: 'Service',
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  },
  {
    kind: 'Endpoints',
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [{ addresses: [{ ip: '10.0.0.10' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
  },
  {
    kind: 'EndpointSlice',
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { 'kubernetes.io/service-name': 'kubernetes' },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.10'], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  },

  deployment(['kube-system', 'coredns'], {
    replicas: 2,
    image: 'registry.k8s.io/coredns/coredns:v1.13.1',
    labels: { 'k8s-app': 'kube-dns' },
    ports: DNS_PORTS,
    probe: 'tcp',
  }),
  {
    kind: 'Service',
    metadata: {
      namespace: 'kube-system',
      name: 'kube-dns',
      labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    },
    spec: {
      clusterIP: '10.96.0.10',
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  },
];
