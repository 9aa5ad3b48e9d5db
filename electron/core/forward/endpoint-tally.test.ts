import { expect, test } from 'vitest';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import { failure } from '../../../shared/failure.ts';
import { eligible } from '../balance/eligible.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { endpointView, serviceRow } from '../testing/forward-samples.ts';
import { EndpointTally } from './endpoint-tally.ts';

const refused = failure('pod-refused', { pod: 'a', port: 8080, detail: '-' });
const port = { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 } as const;

function setup() {
  const clock = new FakeClock();
  const tally = new EndpointTally(clock);
  const update = (...endpoints: EndpointView[]) => {
    const { candidates } = eligible(serviceRow({ ports: [port] }), port, { endpoints });
    return { ...tally.update(endpoints, port, candidates), candidates };
  };
  const states = () => tally.views.map(({ pod, state, live, total }) => `${pod} ${state} ${live}/${total}`);
  return { clock, tally, update, states };
}

test('pods join and leave by getting new connections or not', () => {
  const { update } = setup();
  expect(update(endpointView('a'), endpointView('b'))).toMatchObject({ joined: ['a', 'b'], left: [] });
  expect(update(endpointView('a'), endpointView('b'))).toMatchObject({ joined: [], left: [] });
  const broken = endpointView('b', { ready: false, serving: false });
  expect(update(endpointView('a'), broken)).toMatchObject({ joined: [], left: ['b'] });
  expect(update(endpointView('b'))).toMatchObject({ joined: ['b'], left: ['a'] });
});

test('each endpoint is shown with its state', () => {
  const { update, states } = setup();
  update(
    endpointView('a'),
    endpointView('b', { ready: false, serving: false }),
    endpointView('c', { ready: false, terminating: true }),
  );
  expect(states()).toEqual(['a ready 0/0', 'b not-ready 0/0', 'c draining 0/0']);
});

test('one that is gone stays for as long as it has connections', () => {
  const { tally, update, states } = setup();
  const [a] = update(endpointView('a'), endpointView('b')).candidates;
  if (!a) throw new Error('nobody to connect to');
  const [first, second] = [tally.carried(a), tally.carried(a)];
  update(endpointView('b'));
  expect(states()).toEqual(['a draining 2/2', 'b ready 0/0']);
  first();
  expect(states()).toEqual(['a draining 1/2', 'b ready 0/0']);
  second();
  expect(states()).toEqual(['b ready 0/0']);
});

test('a connection that went on to another endpoint does not count', () => {
  const { tally, update, states } = setup();
  const [a] = update(endpointView('a')).candidates;
  if (!a) throw new Error('nobody to connect to');
  tally.carried(a)();
  tally.missed(a, refused);
  expect(states()).toEqual(['a ready 0/0']);
});

test('an endpoint that failed says how often and why, until it answers', () => {
  const { tally, update } = setup();
  const [a] = update(endpointView('a')).candidates;
  if (!a) throw new Error('nobody to connect to');
  tally.missed(a, refused);
  tally.broke(a, refused);
  expect(tally.views).toMatchObject([{ failed: 2, lastFailure: refused }]);
  tally.answered(a, 3);
  expect(tally.views).toMatchObject([{ failed: 2 }]);
  expect(tally.views[0]).not.toHaveProperty('lastFailure');
});

test('the median of the last minute is told, and nothing when nobody asked', async () => {
  const { clock, tally, update } = setup();
  const [a] = update(endpointView('a')).candidates;
  if (!a) throw new Error('nobody to connect to');
  expect(tally.views[0]).not.toHaveProperty('p50');
  for (const took of [9, 3, 4]) tally.answered(a, took);
  expect(tally.views).toMatchObject([{ p50: 4 }]);
  await clock.advance(60_001);
  expect(tally.views[0]).not.toHaveProperty('p50');
});
