import type { KubeObject } from '../objects.ts';
import { stateLabel } from '../stages.ts';

export interface Port {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

export const http: Port = { name: 'http', containerPort: 8080 };

export interface WorkloadOptions {
  readonly replicas?: number;
  readonly ports?: readonly Port[];
  readonly labels?: Readonly<Record<string, string>>;
  /** What listens behind the ports, as backends.ts says. */
  readonly backends?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
}

type Apart = readonly [namespace: string, name: string];

export function namespaceOf(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

export function service([namespace, name]: Apart, spec: Record<string, unknown>, status?: unknown): KubeObject {
  const metadata = { namespace, name, labels: { 'app.kubernetes.io/part-of': namespace } };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec, ...(status !== undefined && { status }) };
}

export function deployment([namespace, name]: Apart, options: WorkloadOptions = {}): KubeObject {
  const labels = { app: name, ...options.labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name, labels },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: labels },
      template: podTemplate(name, { ...options, labels }),
    },
  };
}

export function statefulSet([namespace, name]: Apart, serviceName: string, options: WorkloadOptions = {}): KubeObject {
  const labels = { app: name, ...options.labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { namespace, name, labels },
    spec: {
      serviceName,
      replicas: options.replicas ?? 1,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: podTemplate(name, { ...options, labels }),
    },
  };
}

export interface PodOptions extends WorkloadOptions {
  /** `hold`: its status is ours to write. `slow`: it stays Terminating. */
  readonly state?: 'hold' | 'slow';
  readonly node?: string;
  readonly status?: Record<string, unknown>;
}

export function pod([namespace, name]: Apart, options: PodOptions): KubeObject {
  const template = podTemplate(name, options);
  const labels = { ...options.labels, ...(options.state && { [stateLabel]: options.state }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels, annotations: template.metadata.annotations },
    spec: { ...template.spec, ...(options.node !== undefined && { nodeName: options.node }) },
    ...(options.status && { status: options.status }),
  };
}

function podTemplate(name: string, { ports = [http], labels = {}, backends, spec }: WorkloadOptions) {
  const annotations = backends === undefined ? {} : { 'portolan.test/backends': backends };
  const container = { name: 'main', image: `registry.example.com/${name}:1.4.2`, ports };
  return { metadata: { labels, annotations }, spec: { containers: [container], ...spec } };
}

export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly [field: string]: unknown;
}

export interface SliceOptions {
  readonly service: string;
  readonly addressType?: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: readonly Record<string, unknown>[];
  readonly endpoints: readonly SliceEndpoint[];
}

/** A slice that a person wrote, as the label on it says. */
export function slice([namespace, name]: Apart, { service, addressType = 'IPv4', ...rest }: SliceOptions): KubeObject {
  const labels = { 'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'staff' };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name, labels },
    addressType,
    ...rest,
  };
}

export interface EventOptions {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count?: number;
  readonly component?: string;
}

export function event(
  about: KubeObject,
  { type = 'Warning', count = 1, component = 'kubelet', ...text }: EventOptions,
): KubeObject {
  const { namespace = 'default', name } = about.metadata;
  const now = new Date().toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${name}.${text.reason.toLowerCase()}` },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace, name },
    type,
    count,
    ...text,
    source: { component },
    firstTimestamp: now,
    lastTimestamp: now,
  };
}
