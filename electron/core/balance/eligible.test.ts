import { describe, expect, it } from 'vitest';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import { endpointView, serviceRow } from '../testing/forward-samples.ts';
import { eligible, forwardablePort } from './eligible.ts';

const http: ServicePort = { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 };
const service = serviceRow({ ports: [http] });
const ask = (...endpoints: EndpointView[]) => eligible(service, http, { endpoints });
const pods = (...endpoints: EndpointView[]) => ask(...endpoints).candidates.map(({ pod }) => pod);

describe('eligible', () => {
  it('takes the ready endpoints and leaves the others', () => {
    expect(
      pods(
        endpointView('a'),
        endpointView('b', { ready: false, serving: false }),
        endpointView('c', { ready: false, serving: true, terminating: true }),
      ),
    ).toEqual(['a']);
  });

  it('falls back to those that serve while they terminate when none is ready', () => {
    expect(
      pods(
        endpointView('a', { ready: false, serving: false, terminating: true }),
        endpointView('b', { ready: false, serving: true, terminating: true }),
        endpointView('c', { ready: false, serving: true, terminating: false }),
      ),
    ).toEqual(['b']);
  });

  it('finds the port by name and protocol, each slice with its own number', () => {
    const named = (port: number): Partial<EndpointView> => ({
      ports: [
        { name: 'http', port: 1, protocol: 'UDP' },
        { name: 'admin', port: 2, protocol: 'TCP' },
        { name: 'http', port, protocol: 'TCP' },
      ],
    });
    expect(ask(endpointView('a', named(8080)), endpointView('b', named(9090))).candidates).toMatchObject([
      { pod: 'a', port: 8080 },
      { pod: 'b', port: 9090 },
    ]);
  });

  it('takes an empty port name for a missing one', () => {
    const unnamed: ServicePort = { protocol: 'TCP', port: 80, targetPort: 80 };
    const endpoint = endpointView('a', { ports: [{ name: '', port: 80, protocol: 'TCP' }] });
    expect(eligible(service, unnamed, { endpoints: [endpoint] }).candidates).toHaveLength(1);
  });

  it('is sorted by key whatever the order of the slices', () => {
    expect(pods(endpointView('c'), endpointView('a'), endpointView('b'))).toEqual(['a', 'b', 'c']);
  });

  it('takes endpoints of manual slices that name a Pod, and leaves those that name none', () => {
    const byHand: Partial<EndpointView> = {
      slices: [{ name: 'mine', managedBy: 'me', addressType: 'IPv4' }],
    };
    const { target: _, ...bare } = endpointView('b', byHand);
    expect(pods(endpointView('a', byHand), bare)).toEqual(['a']);
    expect(ask(bare)).toMatchObject({ failure: { code: 'forward-without-pod', params: { service: 'shop/web' } } });
  });

  it.each<[string, EndpointView[], string]>([
    ['there are no endpoints', [], 'no-endpoints'],
    ['none is ready', [endpointView('a', { ready: false, serving: false })], 'none-ready'],
    ['none has the port', [endpointView('a', { ports: [] })], 'none-ready'],
  ])('says so when %s', (_, endpoints, code) => {
    expect(ask(...endpoints)).toMatchObject({ candidates: [], failure: { code } });
  });
});

describe('forwardablePort', () => {
  const dns: ServicePort[] = [
    { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 53 },
  ];

  it('prefers the TCP port where a number is used twice', () => {
    expect(forwardablePort(serviceRow({ ports: dns }), 53)).toMatchObject({ name: 'dns-tcp' });
  });

  it.each<[string, Partial<ServiceRow>, object]>([
    ['UDP', { ports: dns.slice(0, 1) }, { code: 'forward-protocol', params: { protocol: 'UDP', port: 53 } }],
    [
      'a port that the Service lacks',
      { ports: [http] },
      { code: 'service-without-port', params: { port: 53, ports: '80' } },
    ],
    [
      'an ExternalName',
      { type: 'ExternalName', externalName: 'db.example.org' },
      { code: 'forward-external', params: { host: 'db.example.org' } },
    ],
  ])('refuses %s', (_, over, refusal) => {
    expect(forwardablePort(serviceRow(over), 53)).toMatchObject(refusal);
  });
});
