import { FakeApi } from '../../electron/core/testing/fake-api.ts';

export const size = { nodes: 500, namespaces: 20, servicesEach: 100, podsEach: 5 } as const;
/** One Service in so many has a load balancer. */
const BALANCED = 10;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/**
 * An API server of 500 nodes on AWS, 2,000 Services (200 of them with a load balancer) and 10,000 ready Pods. A small
 * one of our own: how long a view takes to open is the app's time, and so it is the same wherever the bench runs.
 */
export async function startLargeApi(): Promise<FakeApi> {
  const api = await FakeApi.start();
  for (let index = 0; index < size.nodes; index++) putNode(api, index);
  for (let index = 0; index < size.namespaces * size.servicesEach; index++) putService(api, index);
  return api;
}

function putNode({ objects }: FakeApi, index: number): void {
  const [name, zone] = [nodeName(index), ZONES[index % ZONES.length]];
  const resources = { cpu: '4', memory: '16Gi', pods: '110' };
  const images = Array.from({ length: 30 }, (_, image) => ({
    names: [`registry.example.com/image-${image}@sha256:${'a'.repeat(64)}`],
    sizeBytes: 1e8,
  }));
  objects.put('nodes', {
    metadata: {
      name,
      labels: { 'topology.kubernetes.io/region': 'us-east-1', 'topology.kubernetes.io/zone': zone },
    },
    spec: { providerID: `aws:///${zone ?? ''}/i-${index}` },
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      nodeInfo: { kubeletVersion: 'v1.36.3' },
      addresses: [{ type: 'InternalIP', address: `10.0.${index >> 8}.${index & 255}` }],
      capacity: resources,
      allocatable: resources,
      images,
    },
  });
}

function putService(api: FakeApi, index: number): void {
  const namespace = `load-${String((index % size.namespaces) + 1).padStart(2, '0')}`;
  const name = `svc-${String(Math.floor(index / size.namespaces) + 1).padStart(3, '0')}`;
  const isBalanced = index % BALANCED === 0;
  const clusterIP = `10.96.${index >> 8}.${index & 255}`;
  const port = { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' };
  api.objects.put('services', {
    metadata: {
      namespace,
      name,
      ...(isBalanced && { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' } }),
    },
    spec: {
      type: isBalanced ? 'LoadBalancer' : 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      selector: { app: name },
      ports: [{ ...port, ...(isBalanced && { nodePort: 30_000 + index }) }],
    },
    ...(isBalanced && {
      status: { loadBalancer: { ingress: [{ hostname: `${name}.elb.us-east-1.amazonaws.com` }] } },
    }),
  });
  const endpoints = Array.from({ length: size.podsEach }, (_, replica) =>
    putPod(api, { namespace, app: name, name: `${name}-${replica}`, number: index * size.podsEach + replica }),
  );
  api.objects.put('endpointslices', {
    metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints,
  });
}

/** What a real Pod is mostly made of, and nothing here reads. */
const env = Array.from({ length: 20 }, (_, index) => ({ name: `SETTING_${index}`, value: 'x'.repeat(40) }));
const managedFields = ['kube-controller-manager', 'kubelet'].map((manager) => ({
  manager,
  operation: 'Update',
  fieldsV1: Object.fromEntries(env.map(({ name }) => [`f:${name}`, { 'f:value': {}, 'f:name': {}, '.': {} }])),
}));
const unread = {
  tolerations: ['not-ready', 'unreachable'].map((key) => ({ key, operator: 'Exists', tolerationSeconds: 300 })),
  volumes: [{ name: 'token', projected: { sources: env.slice(0, 4).map(({ name }) => ({ configMap: { name } })) } }],
};

interface PodAt {
  readonly namespace: string;
  readonly app: string;
  readonly name: string;
  readonly number: number;
}

/** Gives the endpoint that stands for it. */
function putPod({ objects }: FakeApi, { namespace, app, name, number }: PodAt) {
  const node = nodeName(number % size.nodes);
  const ip = `10.${1 + (number >> 14)}.${(number >> 6) & 255}.${number & 63}`;
  const uid = `uid-${number}`;
  const ports = [{ containerPort: 8080, name: 'http', protocol: 'TCP' }];
  const running = { startedAt: '2026-10-01T00:00:00Z' };
  objects.put('pods', {
    metadata: { namespace, name, uid, labels: { app }, managedFields },
    spec: {
      nodeName: node,
      ...unread,
      containers: [{ name: 'main', image: 'registry.example.com/app:1', ports, env }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running } }],
    },
  });
  const conditions = { ready: true, serving: true, terminating: false };
  return { addresses: [ip], conditions, nodeName: node, targetRef: { kind: 'Pod', namespace, name, uid } };
}

const nodeName = (index: number): string => `node-${index + 1}`;
