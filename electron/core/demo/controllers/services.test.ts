import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoManifest } from '../registry.ts';
import { deployment, service } from '../sample/builders.ts';
import type { EndpointSlice, Service } from '../shapes.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';

const HTTP = { name: 'http', port: 80, targetPort: 'http' };
const LB_CLASS = 'example.com/lb';
let demo: DemoSandbox;

beforeEach(() => {
  demo = new DemoSandbox({ loadBalancerClass: LB_CLASS });
  demo.apply(...testCluster(['shop']));
});
afterEach(() => demo.close());

function slices(name = 'web'): readonly EndpointSlice[] {
  return demo.list('EndpointSlice').filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
}

function counted(name = 'web'): string {
  const all = slices(name).flatMap(({ endpoints }) => endpoints ?? []);
  return `${all.filter(({ conditions }) => conditions?.['ready']).length} of ${all.length}`;
}

function changeSpec(change: object, name = 'web'): void {
  demo.registry.update({ kind: 'Service', namespace: 'shop', name }, (object): DemoManifest => {
    return { ...object, spec: { ...object.spec, ...change } };
  });
}

describe('slices of a Service', () => {
  beforeEach(async () => {
    demo.apply(deployment(['shop', 'web'], { replicas: 2 }));
    demo.apply(service(['shop', 'web'], { selector: { app: 'web' }, ports: [HTTP] }));
    await demo.pass(6_000);
  });

  it('is one slice, written as the real controller writes it', () => {
    expect(slices()).toMatchObject([
      {
        metadata: {
          name: expect.stringMatching(/^web-[a-z0-9]{5}$/) as string,
          generateName: 'web-',
          labels: {
            app: 'web',
            'app.kubernetes.io/part-of': 'shop',
            'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
            'kubernetes.io/service-name': 'web',
          },
          ownerReferences: [
            { apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true },
          ],
          annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': expect.any(String) as string },
        },
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  it('has the old Endpoints beside it', () => {
    expect(demo.get('Endpoints', 'shop', 'web').subsets?.[0]?.addresses).toHaveLength(2);
  });

  it('reverts what a hand changed', async () => {
    const [slice] = slices();
    demo.registry.update({ kind: 'EndpointSlice', namespace: 'shop', name: slice?.metadata.name ?? '' }, (object) => ({
      ...object,
      endpoints: [],
    }));
    await demo.idle();
    expect(counted()).toBe('2 of 2');
  });

  it('makes a deleted slice again', async () => {
    demo.registry.delete({ kind: 'EndpointSlice', namespace: 'shop', name: slices()[0]?.metadata.name ?? '' });
    await demo.idle();
    expect(counted()).toBe('2 of 2');
  });

  it('follows the selector', async () => {
    changeSpec({ selector: { app: 'nobody' } });
    await demo.idle();
    expect(slices()).toHaveLength(1);
    expect(slices()[0]).toMatchObject({ endpoints: null, ports: null });
    expect(demo.get('Endpoints', 'shop', 'web')).not.toHaveProperty('subsets');
    changeSpec({ selector: { app: 'web' } });
    await demo.idle();
    expect(counted()).toBe('2 of 2');
  });

  it('lets a pod go whose labels changed', async () => {
    const name = demo.pods()[0]?.metadata.name ?? '';
    demo.registry.update({ kind: 'Pod', namespace: 'shop', name }, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, app: 'debug' } },
    }));
    await demo.idle();
    expect(counted()).toBe('1 of 1');
  });

  it('leaves what it has when the Service turns into a name', async () => {
    changeSpec({ type: 'ExternalName', externalName: 'web.example.com' });
    await demo.pass(1_000);
    expect(counted()).toBe('2 of 2');
  });

  it('mirrors the Endpoints that a removed selector leaves behind, and stops when it comes back', async () => {
    changeSpec({ selector: undefined });
    await demo.idle();
    expect(
      slices()
        .map(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'])
        .sort(),
    ).toEqual(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']);
    changeSpec({ selector: { app: 'web' } });
    await demo.idle();
    expect(slices()).toHaveLength(1);
  });

  it('goes with the Service', async () => {
    demo.registry.delete({ kind: 'Service', namespace: 'shop', name: 'web' });
    await demo.idle();
    expect([...slices(), ...demo.list('Endpoints')]).toEqual([]);
  });
});

describe('hand-made Endpoints', () => {
  const byHand = (metadata: object = {}): DemoManifest => ({
    kind: 'Endpoints',
    metadata: {
      namespace: 'shop',
      name: 'hand',
      labels: { team: 'a' },
      annotations: { note: 'b', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      ...metadata,
    },
    subsets: [{ addresses: [{ ip: '203.0.113.5' }], ports: [{ port: 3306 }] }],
  });

  it('become a slice that belongs to them', async () => {
    demo.apply(service(['shop', 'hand'], { ports: [{ port: 3306 }] }), byHand());
    await demo.idle();
    expect(slices('hand')).toMatchObject([
      {
        metadata: {
          labels: {
            team: 'a',
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
            'kubernetes.io/service-name': 'hand',
          },
          annotations: { note: 'b' },
          ownerReferences: [{ kind: 'Endpoints', name: 'hand' }],
        },
        endpoints: [{ addresses: ['203.0.113.5'], conditions: { ready: true } }],
      },
    ]);
    expect(slices('hand')[0]?.metadata.annotations).toEqual({ note: 'b' });
  });

  it.each([
    ['there is no such Service', byHand(), []],
    ['it says so', byHand({ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }), ['hand']],
    [
      'it is the lock of a leader',
      byHand({ annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
      ['hand'],
    ],
  ])('are not mirrored when %s', async (_why, endpoints, services) => {
    for (const name of services) demo.apply(service(['shop', name], { ports: [{ port: 3306 }] }));
    demo.apply(endpoints);
    await demo.idle();
    expect(slices('hand')).toEqual([]);
  });
});

describe('the provider of load balancers', () => {
  const balanced = (name: string, loadBalancerClass?: string): DemoManifest =>
    service(['shop', name], {
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ports: [HTTP],
      ...(loadBalancerClass !== undefined && { loadBalancerClass }),
    });
  const address = (name: string): unknown =>
    demo.get('Service', 'shop', name).status?.loadBalancer?.ingress?.map(({ ip }) => ip);

  it('gives those of its class an address of their own, after a while, and leaves others pending', async () => {
    demo.apply(
      balanced('one', LB_CLASS),
      balanced('two', LB_CLASS),
      balanced('other', 'x.example.com/y'),
      balanced('none'),
    );
    await demo.idle();
    expect(address('one')).toBeUndefined();
    await demo.pass(3_000);
    expect(['one', 'two', 'other', 'none'].map(address)).toEqual([
      ['203.0.113.10'],
      ['203.0.113.11'],
      undefined,
      undefined,
    ]);
    expect(demo.told('one')).toEqual([
      'EnsuringLoadBalancer: Ensuring load balancer',
      'EnsuredLoadBalancer: Ensured load balancer',
    ]);
    expect(demo.told('none')).toEqual([]);
  });

  it('takes it back when the type changes', async () => {
    demo.apply(balanced('one', LB_CLASS));
    await demo.pass(3_000);
    changeSpec({ type: 'ClusterIP' }, 'one');
    await demo.idle();
    const { metadata, status }: Service = demo.get('Service', 'shop', 'one');
    expect([metadata.finalizers ?? [], status?.loadBalancer]).toEqual([[], {}]);
    expect(demo.told('one').slice(2)).toEqual([
      'DeletingLoadBalancer: Deleting load balancer',
      'DeletedLoadBalancer: Deleted load balancer',
    ]);
  });

  it('lets a deleted Service go once the address is free', async () => {
    demo.apply(balanced('one', LB_CLASS));
    await demo.pass(3_000);
    demo.registry.delete({ kind: 'Service', namespace: 'shop', name: 'one' });
    await demo.idle();
    expect(demo.list('Service')).toEqual([]);
  });
});
