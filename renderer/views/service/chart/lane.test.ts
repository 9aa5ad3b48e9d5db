import { describe, expect, it } from 'vitest';
import type { ServicePort } from '../../../../shared/model/service.ts';
import { endpointView, podView } from '../testing/samples.ts';
import { lanesOf, shownState, troubled, worstState } from './lane.ts';

const http: ServicePort = { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' };
const lanes = (...endpoints: ReturnType<typeof endpointView>[]) => lanesOf(http, endpoints, []);

describe('lanesOf', () => {
  it.each([
    ['ready', { ready: true }],
    ['not-ready', { ready: false, serving: false }],
    ['draining', { ready: false, serving: true, terminating: true }],
    ['terminating', { ready: false, serving: false, terminating: true }],
  ] as const)('names the state %s', (state, conditions) => {
    expect(lanes(endpointView('a', conditions))).toMatchObject([{ state }]);
  });

  it('gives each lane its own number of a named target port', () => {
    const other = endpointView('b', { ports: [{ name: 'http', port: 9090, protocol: 'TCP' }] });
    expect(lanes(endpointView('a'), other).map(({ port }) => port)).toEqual([8080, 9090]);
  });

  it('carries nothing to a ready endpoint without the chosen port', () => {
    const [lane] = lanes(endpointView('a', { ports: [{ name: 'metrics', port: 9102, protocol: 'TCP' }] }));
    expect(lane).toMatchObject({ state: 'ready', portless: true, carries: false });
    expect(lane && shownState(lane)).toBe('not-ready');
  });

  it('tells TCP from UDP where both have the same name', () => {
    const udp = endpointView('a', { ports: [{ name: 'http', port: 53, protocol: 'UDP' }] });
    expect(lanes(udp)).toMatchObject([{ portless: true }]);
  });

  it('takes an unnamed port for the one without a name', () => {
    const unnamed: ServicePort = { protocol: 'TCP', port: 80, targetPort: 8080 };
    const endpoint = endpointView('a', { ports: [{ name: '', port: 8080, protocol: 'TCP' }] });
    expect(lanesOf(unnamed, [endpoint], [])).toMatchObject([{ port: 8080, carries: true }]);
  });

  it('carries to draining endpoints only where none is ready', () => {
    const draining = endpointView('d', { ready: false, serving: true, terminating: true });
    expect(lanes(draining)).toMatchObject([{ carries: true }]);
    expect(lanes(endpointView('a'), draining).map(({ carries }) => carries)).toEqual([true, false]);
  });

  it('orders by zone, node and name, with what has no place last', () => {
    const at = (name: string, zone?: string, node?: string) => {
      const { zone: _zone, node: _node, ...endpoint } = endpointView(name);
      return { ...endpoint, ...(zone && { zone }), ...(node && { node }) };
    };
    const sorted = lanes(
      at('f'),
      at('web-10', 'a', 'n1'),
      at('web-2', 'a', 'n1'),
      at('c', 'b', 'n0'),
      at('d', 'a', 'n2'),
    );
    expect(sorted.map(({ name }) => name)).toEqual(['web-2', 'web-10', 'd', 'c', 'f']);
  });

  it('puts Pods without endpoint last, with their reason or else their phase', () => {
    const pods = [podView('waiting', { phase: 'Pending' }), podView('stuck', { reason: 'Unschedulable' })];
    const all = lanesOf(http, [endpointView('z')], pods);
    expect(all.map(({ name, endpoint, reason }) => [name, endpoint, reason])).toEqual([
      ['z', true, undefined],
      ['stuck', false, 'Unschedulable'],
      ['waiting', false, 'Pending'],
    ]);
  });
});

it('lets the worst state win', () => {
  const gone = endpointView('g', { ready: false, serving: false, terminating: true });
  const bad = endpointView('b', { ready: false, serving: false });
  expect(worstState(lanes(endpointView('a'), gone))).toBe('terminating');
  expect(worstState(lanes(endpointView('a'), gone, bad))).toBe('not-ready');
  expect(worstState(lanes(endpointView('a')))).toBe('ready');
});

it('does not count leaving in good order as trouble', () => {
  const gone = endpointView('g', { ready: false, serving: false, terminating: true });
  const bad = endpointView('b', { ready: false, serving: false });
  expect(troubled(lanes(endpointView('a'), gone, bad)).map(({ name }) => name)).toEqual(['b']);
});
