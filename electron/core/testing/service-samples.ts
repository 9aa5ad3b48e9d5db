import type { EndpointSlice, ObjectMeta, Pod, Service, SliceEndpoint } from '../kube/objects.ts';

type Meta = Partial<ObjectMeta>;

function meta(name: string, over: Meta): ObjectMeta {
  return {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    resourceVersion: '1',
    creationTimestamp: '2026-11-01T00:00:00Z',
    ...over,
  };
}

/** The Service `shop/web` as an API server gives it. */
export function webService(spec: Partial<Service['spec']> = {}, more: Partial<Omit<Service, 'spec'>> = {}): Service {
  return {
    metadata: meta('web', more.metadata ?? {}),
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      selector: { app: 'web' },
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      ...spec,
    },
    ...(more.status && { status: more.status }),
  };
}

/** A slice of `shop/web`. */
export function webSlice(
  name: string,
  endpoints: readonly SliceEndpoint[],
  over: Partial<EndpointSlice> = {},
): EndpointSlice {
  const labels = {
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  };
  return {
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints,
    ...over,
    metadata: meta(name, { labels, ...over.metadata }),
  };
}

/** An endpoint that stands for the pod `shop/POD`, ready but for what is given. */
export function podEndpoint(pod: string, address: string, over: Partial<SliceEndpoint> = {}): SliceEndpoint {
  return {
    addresses: [address],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName: 'node-1',
    zone: 'a',
    targetRef: { kind: 'Pod', namespace: 'shop', name: pod, uid: `uid-${pod}` },
    ...over,
  };
}

/** The running, ready Pod `shop/NAME` with the label `app: web`. */
export function webPod(
  name: string,
  status: Partial<NonNullable<Pod['status']>> = {},
  over: Partial<Pod> & { readonly meta?: Meta } = {},
): Pod {
  return {
    metadata: meta(name, { labels: { app: 'web' }, ...over.meta }),
    spec: { nodeName: 'node-1', ...over.spec },
    status: {
      phase: 'Running',
      podIPs: [{ ip: '10.244.0.1' }],
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({ type, status: 'True' })),
      containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
      ...status,
    },
  };
}
