import { expect, it } from 'vitest';
import { lanesOf } from '../chart/lane.ts';
import { endpointView, podView, serviceDetail, serviceRow } from '../testing/samples.ts';
import { laneFacts } from './lane-facts.ts';

const [port] = serviceRow().ports;
const now = Date.parse('2026-11-21T02:00:00Z');

function facts(detail: ReturnType<typeof serviceDetail>): readonly string[] {
  const [lane] = lanesOf(port, detail.endpoints, detail.podsWithoutEndpoint);
  return lane ? laneFacts(lane, detail, { port, now }).map(({ name, value }) => `${name}: ${value}`) : [];
}

it('tells everything of an endpoint and its Pod', () => {
  const containers = [
    { name: 'app', ready: false, restarts: 4, state: 'waiting', reason: 'CrashLoopBackOff' },
    { name: 'proxy', ready: true, restarts: 0, state: 'running' },
  ] as const;
  const pod = podView('web-a', { ready: false, reason: 'CrashLoopBackOff', containers });
  const endpoint = endpointView('web-a', { ready: false, serving: false, addresses: ['10.42.3.19', 'fd00::19'], pod });
  expect(facts(serviceDetail([endpoint]))).toEqual([
    'State: not ready: CrashLoopBackOff',
    'Address : port: 10.42.3.19:8080, [fd00::19]:8080',
    'Slice (manager): web-abc (endpointslice-controller.k8s.io)',
    'Node: worker-a1',
    'Zone: eu-2a',
    'Phase: Running, 2h',
    'Containers: app: waiting (CrashLoopBackOff), 4 restarts; proxy: running',
  ]);
});

it('says so when the Pod could not be read', () => {
  expect(facts(serviceDetail([endpointView('a')]))).toContain('Pod: Its Pod could not be read.');
});

it('finds the Pod that has no endpoint', () => {
  const detail = serviceDetail(
    [],
    {},
    { podsWithoutEndpoint: [podView('b', { phase: 'Pending', reason: 'Unschedulable' })] },
  );
  expect(facts(detail)).toEqual(['State: not ready: Unschedulable', 'Phase: Pending, 2h']);
});
