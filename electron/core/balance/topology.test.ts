import { describe, expect, it } from 'vitest';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import { endpointView, serviceRow } from '../testing/forward-samples.ts';
import { eligible } from './eligible.ts';

const http = { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 } as const;
const at = (pod: string, [node, zone]: readonly [string, string], over: Partial<EndpointView> = {}): EndpointView =>
  endpointView(pod, { node, zone, ...over });
const forZones = (...zones: string[]): Partial<EndpointView> => ({ hints: { zones, nodes: [] } });
const ends: Partial<EndpointView> = { ready: false, serving: true, terminating: true };

function seen(endpoints: readonly EndpointView[], asNode: string, policy: 'Cluster' | 'Local' = 'Cluster') {
  const found = eligible(serviceRow({ internalTrafficPolicy: policy }), http, { endpoints, asNode });
  return 'failure' in found ? found.failure.code : found.candidates.map(({ pod }) => pod).join('');
}

describe('as a client on a node', () => {
  it('without hints sees every ready endpoint', () => {
    expect(seen([at('a', ['n1', 'z1']), at('b', ['n2', 'z2'])], 'n1')).toBe('ab');
  });

  it.each<[string, string, string]>([
    ['n1', 'ab', 'its zone'],
    ['n3', 'c', 'another zone'],
    ['n9', 'abc', 'a zone that no endpoint tells'],
  ])('%s sees %s: those that the hints give to %s', (node, pods) => {
    const endpoints = [
      at('a', ['n1', 'z1'], forZones('z1')),
      at('b', ['n2', 'z1'], forZones('z1')),
      at('c', ['n3', 'z2'], forZones('z2')),
    ];
    expect(seen(endpoints, node)).toBe(pods);
    expect(seen(endpoints, '')).toBe('abc');
  });

  it('minds no hints as long as one ready endpoint has none', () => {
    const endpoints = [at('a', ['n1', 'z1'], forZones('z1')), at('b', ['n2', 'z2'])];
    expect(seen(endpoints, 'n1')).toBe('ab');
    expect(seen([endpoints[0] ?? at('', ['', '']), at('b', ['n2', 'z2'], ends)], 'n1')).toBe('a');
  });

  it('prefers hints for the node to those for its zone', () => {
    const both = (node: string, zone: string) => ({ hints: { nodes: [node], zones: [zone] } });
    const endpoints = [
      at('a', ['n1', 'z1'], both('n1', 'z1')),
      at('b', ['n2', 'z1'], both('n2', 'z1')),
      at('c', ['n3', 'z2'], both('n3', 'z2')),
    ];
    expect(seen(endpoints, 'n1')).toBe('a');
    const elsewhere = [...endpoints.slice(1), at('d', ['n4', 'z1'], { ...both('n2', 'z1'), ready: false })];
    expect(seen([...elsewhere, at('e', ['n5', 'z1'], both('n3', 'z1'))], 'n4')).toBe('be');
  });

  it('falls back to those that end and still serve, wherever hinted', () => {
    const endpoints = [at('a', ['n1', 'z1'], { ...ends, ...forZones('z2') }), at('b', ['n2', 'z2'], ends)];
    expect(seen(endpoints, 'n1')).toBe('ab');
  });

  it('with internalTrafficPolicy Local sees the node’s own alone: ready, then ending, then none', () => {
    const endpoints = [
      at('a', ['n1', 'z1']),
      at('b', ['n1', 'z1'], ends),
      at('c', ['n2', 'z1'], ends),
      at('d', ['n3', 'z1']),
    ];
    expect(seen(endpoints, 'n1', 'Local')).toBe('a');
    expect(seen(endpoints, 'n2', 'Local')).toBe('c');
    expect(seen(endpoints, 'n9', 'Local')).toBe('none-on-node');
    expect(seen(endpoints, '', 'Local')).toBe('ad');
  });
});
