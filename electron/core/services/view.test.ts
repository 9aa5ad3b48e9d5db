import { describe, expect, test } from 'vitest';
import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Service } from '../kube/objects.ts';
import { podEndpoint, webService, webSlice } from '../testing/service-samples.ts';
import { serviceRow } from './view.ts';

const slices = [webSlice('web-1', [podEndpoint('a', '10.0.0.1')])];

const kinds: readonly (readonly [string, Service, Partial<ServiceRow>])[] = [
  [
    'ClusterIP',
    webService(),
    {
      key: 'dev/shop/web',
      type: 'ClusterIP',
      headless: false,
      clusterIPs: ['10.96.0.1'],
      externalAddresses: [],
      pending: false,
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      selector: { app: 'web' },
      endpoints: { ready: 1, notReady: 0, terminating: 0, total: 1 },
      sessionAffinity: { type: 'None' },
      internalTrafficPolicy: 'Cluster',
      publishNotReadyAddresses: false,
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      created: '2026-11-01T00:00:00Z',
    },
  ],
  [
    'NodePort',
    webService({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30080 }] }),
    {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80, nodePort: 30080 }],
    },
  ],
  ['LoadBalancer without an address', webService({ type: 'LoadBalancer' }), { pending: true, externalAddresses: [] }],
  [
    'LoadBalancer with an IP, a host name and external IPs',
    webService(
      { type: 'LoadBalancer', externalIPs: ['203.0.113.9'], loadBalancerClass: 'example.com/lb' },
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }, { hostname: 'lb.example.com' }] } } },
    ),
    {
      pending: false,
      externalAddresses: ['203.0.113.1', 'lb.example.com', '203.0.113.9'],
      loadBalancerClass: 'example.com/lb',
    },
  ],
  [
    'external IPs',
    webService({ externalIPs: ['203.0.113.9'] }),
    { externalAddresses: ['203.0.113.9'], pending: false },
  ],
  [
    'headless',
    webService({ clusterIP: 'None', clusterIPs: ['None'] }),
    { headless: true, clusterIPs: ['None'], endpoints: { ready: 1, notReady: 0, terminating: 0, total: 1 } },
  ],
  [
    'dual-stack',
    webService({
      clusterIPs: ['10.96.0.1', 'fd00::1'],
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'PreferDualStack',
    }),
    { clusterIPs: ['10.96.0.1', 'fd00::1'], ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' },
  ],
  [
    'several ports, one by name, one of another protocol',
    webService({
      ports: [
        { name: 'http', port: 80, targetPort: 'web', appProtocol: 'kubernetes.io/h2c' },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    }),
    {
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', appProtocol: 'kubernetes.io/h2c' },
        { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 },
      ],
    },
  ],
  [
    'client affinity with a time of its own',
    webService({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }),
    { sessionAffinity: { type: 'ClientIP', seconds: 60 } },
  ],
  [
    'client affinity with the default time',
    webService({ sessionAffinity: 'ClientIP' }),
    { sessionAffinity: { type: 'ClientIP', seconds: 10_800 } },
  ],
  [
    'addresses published before they are ready',
    webService({ publishNotReadyAddresses: true }),
    { publishNotReadyAddresses: true },
  ],
];

describe('serviceRow', () => {
  test.each(kinds)('shows %s', (_, service, expected) => {
    expect(serviceRow('dev', service, slices)).toMatchObject(expected);
  });

  test('shows an ExternalName without cluster IPs, selector and endpoints, also when slices are left over', () => {
    const spec = {
      type: 'ExternalName',
      externalName: 'db.example.com',
      clusterIP: '',
      clusterIPs: [],
      ports: [],
    } as const;
    const row = serviceRow('dev', webService(spec), slices);
    expect(row).toMatchObject({ type: 'ExternalName', externalName: 'db.example.com', clusterIPs: [], ports: [] });
    expect(row.endpoints).toBeUndefined();
    expect(row.selector).toBeUndefined();
  });

  test('has no selector where slices are kept by hand, and counts those', () => {
    const { selector: _, ...spec } = webService().spec;
    const row = serviceRow('dev', { ...webService(), spec }, [webSlice('by-hand', [{ addresses: ['192.0.2.1'] }])]);
    expect(row.selector).toBeUndefined();
    expect(row.endpoints).toEqual({ ready: 1, notReady: 0, terminating: 0, total: 1 });
  });

  test('names the ports that no ready endpoint listens on', () => {
    const ports = [
      { name: 'http', port: 80, targetPort: 'web' },
      { name: 'metrics', port: 9090, targetPort: 'metrics' },
    ];
    const ready = podEndpoint('a', '10.0.0.1');
    const unready = podEndpoint('b', '10.0.0.2', { conditions: { ready: false } });
    const metrics = [{ name: 'metrics', port: 9090 }];
    const of = (...given: Parameters<typeof serviceRow>[2][]): ServiceRow['unserved'] =>
      serviceRow(
        'dev',
        webService({ ports }),
        given.flatMap((one) => [...(one ?? [])]),
      ).unserved;
    expect(of([webSlice('web-1', [ready], { ports: metrics })])).toEqual([80]);
    expect(of([webSlice('web-1', [ready], { ports: [] })])).toEqual([80, 9090]);
    expect(of([webSlice('web-1', [ready])], [webSlice('web-2', [ready], { ports: metrics })])).toBeUndefined();
    // Whose Pods are not ready anyway has a plainer trouble.
    expect(of([webSlice('web-1', [unready], { ports: [] })])).toBeUndefined();
  });

  test('counts nothing where slices may not be listed, and zero where there are none', () => {
    expect(serviceRow('dev', webService(), undefined).endpoints).toBeUndefined();
    expect(serviceRow('dev', webService(), []).endpoints).toEqual({ ready: 0, notReady: 0, terminating: 0, total: 0 });
  });

  test('says that it is being deleted', () => {
    const deleting = { ...webService().metadata, deletionTimestamp: '2026-11-02T00:00:00Z' };
    expect(serviceRow('dev', webService({}, { metadata: deleting }), []).deleting).toBe('2026-11-02T00:00:00Z');
  });
});
