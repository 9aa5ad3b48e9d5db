import type { DemoManifest } from '../registry.ts';
import { deployment, namespace, node, service } from './builders.ts';

const SERVICES_A_NAMESPACE = 100;
const PODS_A_NODE = 200;
/** Behind the sample's own nodes. */
const FIRST_NODE = 4;
/** Of all Services: headless, behind node ports, and with pods that aren't ready. */
const HEADLESS = 0.1;
const NODE_PORT = 0.05;
const UNHEALTHY = 0.03;

export interface LargeOptions {
  readonly services: number;
  readonly pods: number;
  readonly random: () => number;
}

/** Many Services with many pods and the nodes for them, in namespaces `load-1`, `load-2`, …, beside the sample. */
export function largeManifests({ services, pods, random }: LargeOptions): DemoManifest[] {
  const namespaces = Math.ceil(services / SERVICES_A_NAMESPACE);
  const nodes = Math.ceil(pods / PODS_A_NODE);
  return [
    ...Array.from({ length: nodes }, (_, index) => loadNode(index)),
    ...Array.from({ length: namespaces }, (_, index) => namespace(`load-${index + 1}`)),
    ...Array.from({ length: services }, (_, index) => {
      const replicas = Math.floor(((index + 1) * pods) / services) - Math.floor((index * pods) / services);
      return loadService(index, replicas, random);
    }).flat(),
  ];
}

function loadNode(index: number): DemoManifest {
  const zone = `zone-${'abc'.charAt(index % 3)}`;
  const size = { type: 'huge-64', cpu: 64, memory: 256, pods: PODS_A_NODE + 50 };
  return node(`load-node-${index + 1}`, FIRST_NODE + index, { zone, ...size });
}

function loadService(index: number, replicas: number, random: () => number): DemoManifest[] {
  const at = [`load-${Math.floor(index / SERVICES_A_NAMESPACE) + 1}`, `service-${index + 1}`] as const;
  const draw = random();
  const kind = draw < HEADLESS ? { clusterIP: 'None' } : draw < HEADLESS + NODE_PORT ? { type: 'NodePort' } : {};
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  return [
    deployment(at, { replicas, ...(random() < UNHEALTHY && { env: { HEALTH: 503 } }) }),
    service(at, { ...kind, selector: { app: at[1] }, ports }),
  ];
}
