import type { ServiceRow } from '../../../../shared/model/service.ts';

/** A Service as a test needs it; the key is `context/namespace/name`. */
export function rowOf(key: string, fields: Partial<ServiceRow> = {}): ServiceRow {
  const [context = '', namespace = '', name = ''] = key.split('/');
  return {
    key,
    context,
    namespace,
    name,
    uid: key,
    resourceVersion: '1',
    type: 'ClusterIP',
    headless: false,
    clusterIPs: ['10.96.0.9'],
    externalAddresses: [],
    pending: false,
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    selector: { app: name },
    sessionAffinity: { type: 'None' },
    publishNotReadyAddresses: false,
    ipFamilies: ['IPv4'],
    labels: {},
    created: '2025-01-01T00:00:00Z',
    ...fields,
  };
}
