import { expect, it } from 'vitest';
import { routeOf } from '../chart/route.ts';
import { endpointView, podView, serviceDetail, serviceRow } from '../testing/samples.ts';
import { breakFacts } from './break-facts.ts';

const now = Date.parse('2026-11-21T05:00:00Z');
const [http] = serviceRow().ports;

function facts(...input: Parameters<typeof serviceDetail>) {
  const route = routeOf(serviceDetail(...input), http);
  const [first] = route.breaks;
  return first && breakFacts(first, route, now).map(({ name, value }) => `${name}: ${value}`);
}

it('shows the selector that matches no Pod', () => {
  expect(facts([])).toEqual(['Service selector: app=web']);
});

it('counts the reasons of endpoints that are not ready', () => {
  const pod = podView('a', { ready: false, reason: 'CrashLoopBackOff' });
  expect(facts([endpointView('a', { ready: false, serving: false, pod })])).toContain(
    'Reasons given: 1 CrashLoopBackOff',
  );
});

it('tells what still answers while a load balancer has no address', () => {
  const ports = [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 31443 }] as const;
  expect(facts([endpointView('a')], { type: 'LoadBalancer', pending: true, ports, loadBalancerClass: 'nlb' })).toEqual([
    'Age of the Service: 5h',
    'loadBalancerClass: nlb',
    'Inside the cluster: 10.96.4.2',
    'On every node: :31443',
  ]);
});
