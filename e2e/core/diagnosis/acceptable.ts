import type { Obj } from '../../../electron/core/diagnosis/objects.ts';
import { NOW } from '../../../electron/core/diagnosis/testing/fixtures.ts';
import { mergePatch, type Json } from '../../../electron/core/diagnosis/testing/merge-patch.ts';
import type { KubeObject } from '../../cluster/objects.ts';

const versions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  EndpointSlice: 'discovery.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

const image = 'registry.example.com/any:1';
const podSpec = { containers: [{ name: 'main', image }] };

/** What a server insists on and a fixture leaves out, as it is of no matter to it. */
const least: Readonly<Record<string, Json>> = {
  Pod: { spec: podSpec },
  Job: { spec: { template: { spec: { restartPolicy: 'Never' } } } },
  HorizontalPodAutoscaler: { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1' } } },
  PersistentVolumeClaim: {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  DaemonSet: { spec: { template: { metadata: { labels: { app: 'any' } }, spec: podSpec } } },
};

/** The same within an object, by the field that it is in. */
const leastWithin: Readonly<Record<string, (item: Json) => Json>> = {
  containers: (item) => ({ image, ...item }),
  initContainers: (item) => ({ image, ...item }),
  containerStatuses: (item) => ({ image: '', imageID: '', restartCount: 0, ...item }),
  initContainerStatuses: (item) => ({ image: '', imageID: '', restartCount: 0, ...item }),
  ownerReferences: (item) => ({ apiVersion: versions[String(item['kind'])], uid: 'of-nobody', ...item }),
};

export interface Surroundings {
  /** The fixture's words as they are in its place. */
  readonly own: (text: string) => string;
  /** When the fixture's noon is, in ms of the epoch. */
  readonly now: number;
}

/** An object of a fixture as a real server takes it: whole, without what the server allocates, and of today. */
export function acceptable(object: Obj, { own, now }: Surroundings): KubeObject {
  if (object.kind === 'APIGroup') return resourceOf(object.metadata.name);
  const text = own(JSON.stringify(object)).replaceAll(/"(\d{4}-\d\d-\d\dT[\d:]+Z)"/g, (_, time: string) =>
    JSON.stringify(timeIn(time, now)),
  );
  const whole = JSON.parse(text, (key, value: unknown) => {
    const complete = leastWithin[key];
    return complete && Array.isArray(value) ? (value as readonly Json[]).map(complete) : value;
  }) as Obj;
  const layers: readonly unknown[] = [
    { apiVersion: versions[object.kind] ?? 'v1' },
    least[object.kind] ?? {},
    selectorOf(whole),
    whole,
    object.kind === 'Service' ? withoutAllocated(whole) : {},
  ];
  return layers.reduce(mergePatch) as KubeObject; // an Obj with an apiVersion
}

/** The API keeps whole seconds. */
function timeIn(time: string, now: number): string {
  return new Date(Date.parse(time) - NOW + now).toISOString().replace(/\.\d+Z$/, 'Z');
}

function selectorOf({ kind, ...rest }: Obj): Json {
  if (!['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(kind)) return {};
  const { spec } = rest as { spec?: { selector?: Json; template?: { metadata?: { labels?: Json } } } };
  if (spec?.selector) return {};
  return { spec: { selector: { matchLabels: spec?.template?.metadata?.labels ?? { app: 'any' } } } };
}

/** A ClusterIP Service's addresses and what an ExternalName has no use for: of the scene that the fixture changes. */
function withoutAllocated({ ...rest }: Obj): Json {
  const { spec } = rest as unknown as { spec: { clusterIP?: string; type?: string } };
  const unused = spec.type === 'ExternalName' ? { ipFamilies: null, internalTrafficPolicy: null, ports: null } : {};
  return { spec: { clusterIPs: null, ...(spec.clusterIP !== 'None' && { clusterIP: null }), ...unused } };
}

/** What makes a server serve an API group. */
export function resourceOf(group: string, kind = 'Thing'): KubeObject {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
