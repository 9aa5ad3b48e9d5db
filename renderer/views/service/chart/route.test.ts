import { describe, expect, it } from 'vitest';
import { failure } from '../../../../shared/failure.ts';
import { endpointView, podView, serviceDetail, serviceRow } from '../testing/samples.ts';
import { countReasons, routeOf } from './route.ts';

const http = serviceRow().ports[0];
const pending = { type: 'LoadBalancer', pending: true } as const;
const notReady = { ready: false, serving: false };

describe('the ways in', () => {
  const ways = (service: Parameters<typeof serviceRow>[0], port = http) =>
    routeOf(serviceDetail([], service), port).approaches.map(({ via }) => via);

  it.each([
    ['a ClusterIP', {}, ['nothing', 'dns']],
    ['external IPs', { externalAddresses: ['192.0.2.9'] }, ['external-ips', 'dns']],
    ['a load balancer', { type: 'LoadBalancer', externalAddresses: ['lb.example'] }, ['load-balancer', 'dns']],
    ['a pending load balancer', pending, ['pending', 'dns']],
    [
      'one pending beside external IPs',
      { ...pending, externalAddresses: ['192.0.2.9'] },
      ['pending', 'external-ips', 'dns'],
    ],
    ['an ExternalName', { type: 'ExternalName', externalName: 'api.example' }, ['dns']],
  ] as const)('of %s', (_name, service, expected) => {
    expect(ways(service)).toEqual(expected);
  });

  it('include the chosen port’s node port', () => {
    const port = { protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 31443 } as const;
    expect(ways({ type: 'NodePort' }, port)).toEqual(['nothing', 'node-port', 'dns']);
  });
});

describe('the break', () => {
  const why = (...input: Parameters<typeof serviceDetail>) =>
    routeOf(serviceDetail(...input), http).breaks.map((it) => it.why);

  it('is nowhere while an endpoint takes connections', () => {
    expect(why([endpointView('a'), endpointView('b', notReady)])).toEqual([]);
    expect(why([endpointView('a', { ready: false, serving: true, terminating: true })])).toEqual([]);
  });

  it('is where no Pod matches', () => expect(why([])).toEqual(['no-pod']));
  it('does not blame the selector when Pods cannot be read', () => {
    const gap = failure('forbidden', { user: 'u', verb: 'list', resource: 'pods', scope: 'shop' });
    expect(why([], {}, { gaps: [gap] })).toEqual(['no-endpoint']);
  });
  it('is where Pods have no endpoint', () => {
    expect(why([], {}, { podsWithoutEndpoint: [podView('a')] })).toEqual(['pods-without-endpoint']);
  });
  it('is where nobody wrote an endpoint for a Service without selector', () => {
    const { selector: _selector, ...row } = serviceRow();
    expect(routeOf({ ...serviceDetail([]), service: row }, http).breaks).toMatchObject([{ why: 'no-selector' }]);
  });
  it('is where none is ready', () => expect(why([endpointView('a', notReady)])).toEqual(['none-ready']));
  it('is where no ready Pod has the port', () => {
    expect(why([endpointView('a', { ports: [] }), endpointView('b', notReady)])).toEqual(['no-port']);
  });
  it('is leftmost at a pending load balancer', () => expect(why([], pending)).toEqual(['pending', 'no-pod']));
  it('is unknown where endpoints cannot be read', () => {
    const { endpoints: _endpoints, ...row } = serviceRow();
    expect(routeOf({ ...serviceDetail([]), service: row }, http)).toMatchObject({ known: false, breaks: [] });
  });
  it('is nowhere for an ExternalName', () => {
    expect(why([], { type: 'ExternalName', externalName: 'api.example' })).toEqual([]);
  });
});

it('counts reasons, the most frequent first', () => {
  const broken = (name: string, reason: string) =>
    endpointView(name, { ...notReady, pod: podView(name, { ready: false, reason }) });
  const { lanes } = routeOf(
    serviceDetail([broken('a', 'Error'), broken('b', 'OOMKilled'), broken('c', 'OOMKilled')]),
    http,
  );
  expect(countReasons(lanes)).toEqual([
    { reason: 'OOMKilled', count: 2 },
    { reason: 'Error', count: 1 },
  ]);
});
