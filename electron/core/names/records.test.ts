import { describe, expect, test } from 'vitest';
import type { ClusterDns } from '../../../shared/model/names.ts';
import type { EndpointSlice, Service } from '../kube/objects.ts';
import { podEndpoint, webPod, webService, webSlice } from '../testing/service-samples.ts';
import { dnsRecords } from './records.ts';

const dns: ClusterDns = {
  domain: 'c.l',
  source: 'coredns',
  podNames: 'verified',
  endpointNames: 'address',
  reverse: true,
  ttl: 5,
};

interface Case {
  readonly spec?: Partial<Service['spec']>;
  readonly slices?: readonly EndpointSlice[];
  readonly with?: Partial<ClusterDns>;
}

function lines({ spec, slices = [], with: over }: Case): readonly string[] {
  const all = dnsRecords({ service: webService(spec), slices, pods: [], dns: { ...dns, ...over } });
  return all.flatMap(({ type, name, values }) => values.map((value) => `${type} ${name} ${value}`));
}

const headless = { clusterIP: 'None', clusterIPs: ['None'] } as const;
const own = 'web.shop.svc.c.l';

describe('dnsRecords', () => {
  test('a cluster IP has its address, its ports, its endpoints and the names of all these addresses', () => {
    expect(lines({ slices: [webSlice('a', [podEndpoint('web-x', '10.0.0.7')])] })).toEqual([
      `A ${own} 10.96.0.1`,
      `SRV _http._tcp.${own} 80 ${own}`,
      `SRV ${own} 80 ${own}`,
      `A 10-0-0-7.${own} 10.0.0.7`,
      `PTR 10.96.0.1 ${own}`,
      `PTR 10.0.0.7 10-0-0-7.${own}`,
    ]);
  });

  test('a headless Service has its ready endpoints, by hostname where they have one, on their own ports', () => {
    const notReady = podEndpoint('web-1', '10.0.0.8', { hostname: 'web-1', conditions: { ready: false } });
    const slice = webSlice('a', [podEndpoint('web-0', '10.0.0.7', { hostname: 'web-0' }), notReady]);
    expect(lines({ spec: headless, slices: [slice], with: { reverse: false } })).toEqual([
      `A ${own} 10.0.0.7`,
      `SRV _http._tcp.${own} 8080 web-0.${own}`,
      `SRV ${own} 8080 web-0.${own}`,
      `A web-0.${own} 10.0.0.7`,
    ]);
  });

  test('endpoints are called by their Pods where CoreDNS is told so, unless the name is too long for a label', () => {
    const slice = webSlice('a', [podEndpoint('web-x', '10.0.0.7'), podEndpoint('w'.repeat(64), '10.0.0.8')]);
    const all = lines({ spec: headless, slices: [slice], with: { endpointNames: 'pod' } });
    expect(all).toContain(`A web-x.${own} 10.0.0.7`);
    expect(all).toContain(`A 10-0-0-8.${own} 10.0.0.8`);
  });

  test('both families stand under one name', () => {
    const spec = { clusterIPs: ['10.96.0.1', 'fd00:96::5'] };
    const six = webSlice('six', [podEndpoint('web-x', 'fd00::')], { addressType: 'IPv6' });
    const all = lines({ spec, slices: [six] });
    expect(all).toEqual(expect.arrayContaining([`A ${own} 10.96.0.1`, `AAAA ${own} fd00:96::5`]));
    expect(all).toContain(`AAAA fd00--0.${own} fd00::`);
  });

  test.each([
    ['an alias', { type: 'ExternalName', externalName: 'db.example.org.' }, [`CNAME ${own} db.example.org`]],
    ['an alias that is an address', { type: 'ExternalName', externalName: '192.0.2.1' }, []],
    ['headless with nobody ready', headless, []],
    ['unnamed ports', { ports: [{ port: 80 }] }, [`A ${own} 10.96.0.1`, `SRV ${own} 80 ${own}`]],
  ] as const)('%s', (_, spec, expected) => {
    expect(lines({ spec, with: { reverse: false } })).toEqual(expected);
  });

  test('Pods have names by their addresses, unless that is off, or they are over or on their way out', () => {
    const pods = [
      webPod('a'),
      webPod('six', { podIPs: [{ ip: 'fd00::5' }] }),
      webPod('over', { phase: 'Succeeded', podIPs: [{ ip: '10.0.0.2' }] }),
      webPod('leaving', { podIPs: [{ ip: '10.0.0.3' }] }, { meta: { deletionTimestamp: '2026-11-01T00:00:00Z' } }),
    ];
    const named = (podNames: ClusterDns['podNames']) =>
      dnsRecords({ service: webService(headless), slices: [], pods, dns: { ...dns, podNames } }).map(
        ({ name }) => name,
      );
    expect(named('verified')).toEqual(['10-244-0-1.shop.pod.c.l', 'fd00--5.shop.pod.c.l']);
    expect(named('disabled')).toEqual([]);
  });
});
