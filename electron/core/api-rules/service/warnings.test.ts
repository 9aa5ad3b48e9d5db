import { describe, expect, test } from 'vitest';
import { service, storeOf, type Spec } from '../../demo/testing/service-store.ts';

const ports = [{ port: 80 }];
const headless: Spec = { clusterIP: 'None', ports, selector: { app: 'web' } };
const external: Spec = { type: 'ExternalName', externalName: 'db.example.com' };

describe('a warning', () => {
  test.each<[Spec, string]>([
    [
      { ports, externalIPs: ['192.0.2.1'] },
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
    ],
    [
      { ports, externalIPs: ['2001:0db8::1'] },
      'spec.externalIPs[0]: IPv6 address "2001:0db8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
    ],
    [{ ports, externalName: 'a.b' }, 'spec.externalName is ignored when spec.type is not "ExternalName"'],
    [{ ...headless, externalIPs: ['192.0.2.1'] }, 'spec.externalIPs is ignored for headless services'],
    [{ ...headless, loadBalancerIP: '192.0.2.1' }, 'spec.loadBalancerIP is ignored for headless services'],
    [{ ...headless, sessionAffinity: 'ClientIP' }, 'spec.SessionAffinity is ignored for headless services'],
    [{ ...external, externalIPs: ['192.0.2.1'] }, 'spec.externalIPs is ignored when spec.type is "ExternalName"'],
    [
      { ports, trafficDistribution: 'PreferClose' },
      'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
    ],
  ])('comes with %j', (spec, text) => {
    const told: string[] = [];
    storeOf().create(service('web', spec), { onWarning: (one) => told.push(one) });
    expect(told).toContain(text);
  });
});
