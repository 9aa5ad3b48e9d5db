import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SliceEndpoint } from '../kube/objects.ts';
import { podEndpoint, webService, webSlice } from '../testing/service-samples.ts';
import { serveOn } from './serve.ts';

const ports = [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }] as const;
const nodePort = (policy: 'Cluster' | 'Local') =>
  webService({ type: 'NodePort', externalTrafficPolicy: policy, ports });
const on = (nodeName: string, conditions: NonNullable<SliceEndpoint['conditions']>): SliceEndpoint =>
  podEndpoint(`p-${nodeName}`, '10.0.0.1', { nodeName, conditions });
const READY = { ready: true, serving: true, terminating: false };
const DRAINING = { ready: false, serving: true, terminating: true };
const DOWN = { ready: false, serving: false, terminating: false };

describe('a node port', () => {
  test.each([
    ['Cluster', [on('b', READY)], 'answers'],
    ['Cluster', [on('b', DRAINING)], 'draining'],
    ['Cluster', [on('a', DOWN)], 'refuses'],
    ['Cluster', [], 'refuses'],
    ['Local', [on('a', READY)], 'answers'],
    ['Local', [on('a', DRAINING), on('b', READY)], 'draining'],
    ['Local', [on('a', DOWN), on('b', READY)], 'drops'],
    ['Local', [on('b', DRAINING)], 'drops'],
    ['Local', [on('b', DOWN)], 'refuses'],
  ] as const)('under %s with endpoints %j %s', (policy, endpoints, answer) => {
    const served = serveOn('a', nodePort(policy), [webSlice('web-1', endpoints)]);
    expect(served.nodePorts).toEqual([{ name: 'http', protocol: 'TCP', port: 80, nodePort: 30080, answer }]);
  });

  test('that no Pod names refuses, whatever the other ports do', () => {
    const both = [...ports, { name: 'web', protocol: 'TCP', port: 81, targetPort: 'web', nodePort: 30081 }] as const;
    const service = webService({ type: 'NodePort', ports: both });
    const { nodePorts } = serveOn('a', service, [webSlice('web-1', [on('a', READY)])]);
    expect(nodePorts.map(({ answer }) => answer)).toEqual(['answers', 'refuses']);
  });

  test('is nothing to kube-proxy where another proxy is named', () => {
    const labels = { 'service.kubernetes.io/service-proxy-name': 'other' };
    const service = nodePort('Cluster');
    const labelled = { ...service, metadata: { ...service.metadata, labels } };
    expect(serveOn('a', labelled, [webSlice('web-1', [on('a', READY)])]).nodePorts[0]?.answer).toBe('ignored');
  });
});

test('under Local exactly the nodes that hold a ready Pod answer, and their health checks say 200', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const endpoint = fc
    .record({
      node: fc.constantFrom(...names),
      pod: fc.nat({ max: 9 }),
      conditions: fc.constantFrom(READY, DRAINING, DOWN),
    })
    .map(({ node, pod, conditions }) =>
      podEndpoint(`p${pod}-${node}`, `10.0.0.${pod}`, { nodeName: node, conditions }),
    );
  fc.assert(
    fc.property(
      fc.uniqueArray(endpoint, { selector: ({ targetRef }) => targetRef?.uid }),
      fc.integer({ min: 1, max: 3 }),
      (endpoints, parts) => {
        const slices = Array.from({ length: parts }, (_, part) =>
          webSlice(
            `web-${part}`,
            endpoints.filter((__, index) => index % parts === part),
          ),
        );
        const holding = new Set(endpoints.flatMap((one) => (one.conditions?.ready ? [one.nodeName] : [])));
        const service = webService({
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Local',
          healthCheckNodePort: 31999,
          ports,
        });
        for (const name of names) {
          const { nodePorts, healthCheck } = serveOn(name, service, slices);
          expect(nodePorts[0]?.answer === 'answers').toBe(holding.has(name));
          expect(healthCheck).toEqual({ port: 31999, status: holding.has(name) ? 200 : 503 });
        }
      },
    ),
  );
});
