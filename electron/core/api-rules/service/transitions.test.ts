import { describe, expect, test } from 'vitest';
import type { ApiObject } from '../object.ts';
import { StatusError } from '../status-error.ts';
import type { Store } from '../../demo/store.ts';
import { patched, storeOf, web } from '../../demo/testing/service-store.ts';

const ports = [{ name: 'http', port: 80 }];
const kinds = {
  ClusterIP: { clusterIP: '10.96.7.7', ports },
  Headless: { clusterIP: 'None', selector: { app: 'web' }, ports },
  NodePort: { type: 'NodePort', clusterIP: '10.96.7.7', ports: [{ name: 'http', port: 80, nodePort: 30077 }] },
  LoadBalancer: {
    type: 'LoadBalancer',
    clusterIP: '10.96.7.7',
    externalTrafficPolicy: 'Local',
    loadBalancerClass: 'a.b/c',
    ports: [{ name: 'http', port: 80, nodePort: 30077 }],
  },
  ExternalName: { type: 'ExternalName', externalName: 'db.example.com' },
} as const;
type Kind = keyof typeof kinds;

const storeWith = (kind: Kind): Store => storeOf(kinds[kind]);
const patch = (store: Store, spec: object): ApiObject => patched(store, { spec });

const wishes = {
  ClusterIP: { type: 'ClusterIP', externalName: null, ports },
  NodePort: { type: 'NodePort', externalName: null, ports },
  LoadBalancer: { type: 'LoadBalancer', externalName: null, ports },
  ExternalName: { type: 'ExternalName', externalName: 'other.example.com' },
  Headless: { type: 'ClusterIP', clusterIP: 'None', externalName: null },
} as const;

/** The matrix of services.md §1.2: whether one patch will do. */
const matrix: readonly (readonly [Kind, Kind, boolean])[] = [
  ['ClusterIP', 'Headless', false],
  ['ClusterIP', 'NodePort', true],
  ['ClusterIP', 'LoadBalancer', true],
  ['ClusterIP', 'ExternalName', true],
  ['Headless', 'NodePort', false],
  ['Headless', 'LoadBalancer', false],
  ['Headless', 'ExternalName', true],
  ['NodePort', 'ClusterIP', true],
  ['NodePort', 'Headless', false],
  ['NodePort', 'LoadBalancer', true],
  ['NodePort', 'ExternalName', true],
  ['LoadBalancer', 'ClusterIP', true],
  ['LoadBalancer', 'Headless', false],
  ['LoadBalancer', 'NodePort', true],
  ['LoadBalancer', 'ExternalName', true],
  ['ExternalName', 'ClusterIP', true],
  ['ExternalName', 'Headless', true],
  ['ExternalName', 'NodePort', true],
  ['ExternalName', 'LoadBalancer', true],
  ['ExternalName', 'ExternalName', true],
];

describe('one patch', () => {
  test.each(matrix)('from %s to %s: %s', (from, to, isPossible) => {
    const store = storeWith(from);
    const change = (): ApiObject => patch(store, wishes[to]);
    if (!isPossible) return expect(change).toThrow(StatusError);
    const { type, clusterIP } = change().spec ?? {};
    expect(type).toBe(to === 'Headless' ? 'ClusterIP' : to);
    expect(clusterIP === 'None').toBe(to === 'Headless');
  });
});

describe('what depends on the type', () => {
  test.each(['NodePort', 'LoadBalancer'] as const)('goes from a %s that becomes a ClusterIP', (from) => {
    const { spec, status } = patch(storeWith(from), { type: 'ClusterIP' });
    expect(spec).toEqual({
      type: 'ClusterIP',
      clusterIP: '10.96.7.7',
      clusterIPs: ['10.96.7.7'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
    });
    expect(status).toEqual({ loadBalancer: {} });
  });

  test.each(['ClusterIP', 'Headless', 'NodePort', 'LoadBalancer'] as const)(
    'goes from a %s that becomes an ExternalName',
    (from) => {
      const { spec } = patch(storeWith(from), { type: 'ExternalName', externalName: 'a.b' });
      expect(Object.keys(spec ?? {}).sort()).toEqual(
        ['externalName', 'ports', 'sessionAffinity', 'type', ...(from === 'Headless' ? ['selector'] : [])].sort(),
      );
      expect(spec?.['ports']).toEqual([{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }]);
    },
  );

  test('comes with a LoadBalancer', () => {
    const { spec } = patch(storeWith('NodePort'), { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(spec).toMatchObject({
      allocateLoadBalancerNodePorts: true,
      clusterIP: '10.96.7.7',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: expect.any(Number) as number,
      ports: [{ nodePort: 30077 }],
    });
  });

  test('stays from a LoadBalancer to a NodePort: ports and policy', () => {
    const { spec } = patch(storeWith('LoadBalancer'), { type: 'NodePort' });
    expect(spec).toMatchObject({ externalTrafficPolicy: 'Local', ports: [{ nodePort: 30077 }] });
    expect(spec).not.toHaveProperty('healthCheckNodePort');
    expect(spec).not.toHaveProperty('loadBalancerClass');
    expect(spec).not.toHaveProperty('allocateLoadBalancerNodePorts');
  });

  test('takes the address away with the type, and gives the old one back on demand', () => {
    const store = storeWith('LoadBalancer');
    store.updateStatus(web, (object) => ({
      ...object,
      status: { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } },
    }));
    expect(store.get(web)?.status).toEqual({ loadBalancer: { ingress: [{ ip: '198.51.100.7', ipMode: 'VIP' }] } });
    patch(store, { type: 'ExternalName', externalName: 'transition.invalid' });
    expect(store.get(web)?.status).toEqual({ loadBalancer: {} });
    const back = patch(store, {
      type: 'NodePort',
      clusterIP: '10.96.7.7',
      externalName: null,
      ports: [{ port: 80, nodePort: 30077 }],
    });
    expect(back.spec).toMatchObject({ clusterIP: '10.96.7.7', ports: [{ nodePort: 30077 }] });
  });

  test('keeps its node ports when a LoadBalancer stops to allocate them, until they are left out', () => {
    const store = storeWith('LoadBalancer');
    expect(patch(store, { allocateLoadBalancerNodePorts: false }).spec?.['ports']).toMatchObject([{ nodePort: 30077 }]);
    expect(patch(store, { ports }).spec?.['ports']).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 80 },
    ]);
    const other = store.create({
      kind: 'Service',
      metadata: { name: 'b', namespace: 'shop' },
      spec: { type: 'NodePort', ports: [{ port: 1, nodePort: 30077 }] },
    });
    expect(other.spec?.['ports']).toMatchObject([{ nodePort: 30077 }]);
  });
});
