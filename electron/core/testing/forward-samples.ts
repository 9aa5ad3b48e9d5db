import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';

/** The Service `shop/web` with the TCP port 80, but for what is given. */
export function serviceRow(over: Partial<ServiceRow> = {}): ServiceRow {
  return {
    key: 'kind/shop/web',
    context: 'kind',
    namespace: 'shop',
    name: 'web',
    uid: 'service-uid',
    resourceVersion: '1',
    type: 'ClusterIP',
    headless: false,
    clusterIPs: ['10.96.0.1'],
    externalAddresses: [],
    pending: false,
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    sessionAffinity: { type: 'None' },
    publishNotReadyAddresses: false,
    ipFamilies: ['IPv4'],
    labels: {},
    created: '2026-11-01T00:00:00Z',
    ...over,
  };
}

/** A ready endpoint that stands for the pod `shop/POD`, its `http` port at 8080, but for what is given. */
export function endpointView(pod: string, over: Partial<EndpointView> = {}): EndpointView {
  return {
    key: `uid-${pod}`,
    addresses: ['10.244.0.1'],
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    ready: true,
    serving: true,
    terminating: false,
    target: { kind: 'Pod', namespace: 'shop', name: pod, uid: `uid-${pod}` },
    slices: [{ name: 'web-abc', managedBy: 'endpointslice-controller.k8s.io', addressType: 'IPv4' }],
    ...over,
  };
}
