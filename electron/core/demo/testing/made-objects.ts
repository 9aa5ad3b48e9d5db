import type { Pod, Service, ServicePort } from '../shapes.ts';

/** Objects as the store would have them, for what is pure. */
export function madeService(ports: readonly ServicePort[], spec: Partial<Service['spec']> = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...meta('web'), labels: { app: 'web' } },
    spec: { ipFamilies: ['IPv4'], clusterIP: '10.96.0.20', selector: { app: 'web' }, ports, ...spec },
  };
}

export interface MadePod {
  readonly ready?: boolean;
  readonly ip?: string | undefined;
  readonly phase?: string;
  readonly deleted?: boolean;
  readonly node?: string;
  readonly spec?: Partial<Pod['spec']>;
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol?: 'TCP' | 'UDP';
  }[];
}

const HTTP = [{ name: 'http', containerPort: 8080 }];

export function madePod(name: string, options: MadePod = {}): Pod {
  const { ready = true, phase = 'Running', deleted = false, node = 'node-1', ports = HTTP, spec } = options;
  const ip = 'ip' in options ? options.ip : '10.64.1.5';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta(name), ...(deleted && { deletionTimestamp: '2026-11-21T10:00:30Z' }) },
    spec: { nodeName: node, containers: [{ name: 'main', image: 'web:1', ports }], ...spec },
    status: {
      phase,
      ...(ip !== undefined && { podIP: ip, podIPs: [{ ip }] }),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

function meta(name: string) {
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    resourceVersion: '1',
    creationTimestamp: '2026-11-21T10:00:00Z',
  };
}
