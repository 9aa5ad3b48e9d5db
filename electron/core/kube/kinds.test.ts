import { describe, expect, test } from 'vitest';
import { kinds, listPath, objectKey } from './kinds.ts';

const metadata = {
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '2026-11-01T00:00:00Z',
  labels: { app: 'web' },
  generation: 4,
  annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  managedFields: [{ manager: 'kubectl' }],
};
const kept = {
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '2026-11-01T00:00:00Z',
};

describe('project', () => {
  test('drops bookkeeping and what the app does not read from a Service', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }], allocateLoadBalancerNodePorts: true },
      status: { conditions: [], loadBalancer: { ingress: [{ ip: '203.0.113.1', ipMode: 'VIP' }] } },
    } as const;
    expect(kinds.services.project(service)).toEqual({
      metadata: { ...kept, labels: { app: 'web' } },
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } },
    });
  });

  test('makes a Pod small, and keeps nothing secret of it', () => {
    const pod = {
      metadata,
      spec: {
        nodeName: 'node-1',
        containers: [
          {
            name: 'app',
            args: ['--password=x'],
            env: [
              { name: 'SECRET', value: 'x' },
              { name: 'LISTEN', value: '127.0.0.1:80' },
            ],
            resources: {},
          },
        ],
        initContainers: [
          { name: 'setup', image: 'i' },
          { name: 'proxy', image: 'i', restartPolicy: 'Always' },
        ],
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        podIPs: [{ ip: '10.0.0.1' }],
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: 't' }],
        containerStatuses: [
          {
            name: 'app',
            ready: false,
            restartCount: 2,
            imageID: 'sha256:…',
            state: { terminated: { reason: 'Error', exitCode: 1, containerID: 'c' } },
            lastState: {},
          },
        ],
      },
    };
    expect(kinds.pods.project(pod)).toEqual({
      metadata: { ...kept, labels: { app: 'web' } },
      spec: {
        nodeName: 'node-1',
        containers: [{ name: 'app', env: [{ name: 'LISTEN', value: '127.0.0.1:80' }] }],
        initContainers: [{ name: 'proxy', image: 'i', restartPolicy: 'Always' }],
      },
      status: {
        phase: 'Running',
        podIPs: [{ ip: '10.0.0.1' }],
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: 't' }],
        containerStatuses: [
          { name: 'app', ready: false, restartCount: 2, state: { terminated: { reason: 'Error', exitCode: 1 } } },
        ],
      },
    });
  });

  test('reads null lists of a placeholder slice as empty', () => {
    const slice = kinds.endpointslices.project({ metadata: kept, addressType: 'IPv4', endpoints: null, ports: null });
    expect(slice).toEqual({ metadata: kept, addressType: 'IPv4', endpoints: [], ports: [] });
  });
});

test('listPath is everywhere or in a namespace, in the core group or another', () => {
  expect(listPath(kinds.services)).toBe('/api/v1/services');
  expect(listPath(kinds.pods, 'shop')).toBe('/api/v1/namespaces/shop/pods');
  expect(listPath(kinds.endpointslices, 'shop')).toBe('/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices');
});

test('objectKey has the namespace where there is one', () => {
  expect(objectKey({ metadata: kept })).toBe('shop/web');
  expect(objectKey({ metadata: { ...kept, namespace: undefined } as never })).toBe('web');
});
