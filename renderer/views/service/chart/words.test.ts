import { expect, it } from 'vitest';
import { endpointView, podView, serviceDetail, serviceRow } from '../testing/samples.ts';
import { routeOf } from './route.ts';
import { laneReason, reasonsLine, routeSentence } from './words.ts';

const [http] = serviceRow().ports;
const broken = (name: string, reason?: string) =>
  endpointView(name, {
    ready: false,
    serving: false,
    ...(reason !== undefined && { pod: podView(name, { ready: false, reason }) }),
  });
const route = (...endpoints: ReturnType<typeof endpointView>[]) => routeOf(serviceDetail(endpoints), http);

it.each([
  ['Route to shop/web 80 http: 1 of 2 endpoints get connections.', route(endpointView('a'), broken('b'))],
  ['Route to shop/web 80 http: breaks at Service port → Endpoint. The selector matches no Pod in shop.', route()],
  [
    'Route to shop/web 80 http: a CNAME to api.example.',
    routeOf(serviceDetail([], { type: 'ExternalName', externalName: 'api.example' }), http),
  ],
])('says: %s', (text, it) => {
  expect(routeSentence(it)).toBe(text);
});

it('gives the Pod’s reason, or else the endpoint’s state', () => {
  const { lanes } = route(
    broken('a', 'CrashLoopBackOff'),
    broken('b'),
    endpointView('c'),
    endpointView('d', { ports: [] }),
  );
  expect(lanes.map((lane) => laneReason(lane, http))).toEqual([
    'CrashLoopBackOff',
    'not ready',
    undefined,
    'no port 8080',
  ]);
});

it('counts reasons in one line', () => {
  expect(reasonsLine(route(broken('a', 'Error'), broken('b', 'Error'), broken('c')).lanes)).toBe(
    '2 Error, 1 none given',
  );
});
