import type { DemoManifest } from '../registry.ts';

export const REGION = 'demo-1';
const HTTP: Port = { name: 'http', containerPort: 8080 };

export interface Port {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: 'TCP' | 'UDP';
}

type Env = Readonly<Record<string, string | number>>;
type Place = readonly [namespace: string, name: string];

export interface WorkloadOptions {
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly ports?: readonly Port[];
  /** What the app is told: see `kubelet/app.ts`. */
  readonly env?: Env;
  /** Whether readiness is probed over HTTP (by default when the first port speaks it) or by connecting. */
  readonly probe?: 'http' | 'tcp';
}

export function namespace(name: string): DemoManifest {
  return { kind: 'Namespace', metadata: { name } };
}

export function deployment(at: Place, options: WorkloadOptions = {}): DemoManifest {
  const [namespace, name] = at;
  return {
    kind: 'Deployment',
    metadata: { namespace, name, labels: labelsOf(at, options) },
    spec: workloadSpec(at, options),
  };
}

export function statefulSet(
  at: Place,
  { service, ...options }: WorkloadOptions & { readonly service: string },
): DemoManifest {
  const [namespace, name] = at;
  return {
    kind: 'StatefulSet',
    metadata: { namespace, name, labels: labelsOf(at, options) },
    spec: { serviceName: service, ...workloadSpec(at, options) },
  };
}

/** Selects the pods of the workload of the same name unless told otherwise. */
export function service([namespace, name]: Place, spec: Readonly<Record<string, unknown>>): DemoManifest {
  return {
    kind: 'Service',
    metadata: { namespace, name, labels: { app: name, 'app.kubernetes.io/part-of': namespace } },
    spec,
  };
}

function workloadSpec(at: Place, options: WorkloadOptions): Readonly<Record<string, unknown>> {
  const [namespace, name] = at;
  const { replicas = 1, ports = [HTTP], env, probe = 'http' } = options;
  const { image = `registry.example.com/${namespace}/${name}:1.4.2` } = options;
  const port = ports[0]?.name ?? ports[0]?.containerPort ?? 8080;
  const check = probe === 'http' ? { httpGet: { path: '/healthz', port } } : { tcpSocket: { port } };
  const container = {
    name,
    image,
    ports,
    ...(env && { env: Object.entries(env).map(([key, value]) => ({ name: key, value: String(value) })) }),
    readinessProbe: { ...check, periodSeconds: 5 },
  };
  const labels = labelsOf(at, options);
  return {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels }, spec: { containers: [container] } },
  };
}

function labelsOf([namespace, name]: Place, { labels }: WorkloadOptions): Readonly<Record<string, string>> {
  return { app: name, 'app.kubernetes.io/part-of': namespace, ...labels };
}

export interface NodeOptions {
  readonly zone: string;
  readonly type: string;
  readonly cpu: number;
  /** GiB */
  readonly memory: number;
  readonly pods: number;
}

/** The `index`th node, counted from 1, with addresses for 254 pods. */
export function node(name: string, index: number, options: NodeOptions): DemoManifest {
  const { zone, type, cpu, memory, pods } = options;
  const [high, low] = [Math.floor(index / 250), index % 250];
  const podCIDR = `10.${64 + high}.${low}.0/24`;
  const size = { cpu: String(cpu), 'ephemeral-storage': '100Gi', memory: `${memory}Gi`, pods: String(pods) };
  return {
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': type,
        'topology.kubernetes.io/region': REGION,
        'topology.kubernetes.io/zone': zone,
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: {
      addresses: [
        { type: 'InternalIP', address: `10.0.${high}.${low + 10}` },
        { type: 'ExternalIP', address: `198.51.100.${(index % 240) + 10}` },
        { type: 'Hostname', address: name },
      ],
      allocatable: size,
      capacity: size,
      conditions: nodeConditions,
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo,
    },
  };
}

const nodeInfo = {
  architecture: 'amd64',
  bootID: '',
  containerRuntimeVersion: 'containerd://2.2.1',
  kernelVersion: '6.12.0',
  kubeProxyVersion: '',
  kubeletVersion: 'v1.36.3',
  machineID: '',
  operatingSystem: 'linux',
  osImage: 'Linux',
  systemUUID: '',
};

const nodeConditions = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];
