import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Alarm } from './alarm.ts';
import { Lingerers } from './lingerers.ts';

function setup() {
  const clock = new FakeClock();
  const lingerers = new Lingerers(new Alarm(clock), () => clock.now());
  const finished: string[] = [];
  const lingerer = (name: string, answered: boolean) => ({
    heard: clock.now(),
    answered,
    finish: () => void finished.push(name),
  });
  return { clock, lingerers, finished, lingerer };
}

test('an end is passed on once the pod has said nothing for 30 s', async () => {
  const { clock, lingerers, finished, lingerer } = setup();
  const one = { ...lingerer('one', false) };
  lingerers.add(one);
  await clock.advance(20_000);
  one.heard = clock.now();
  await clock.advance(29_999);
  expect(finished).toEqual([]);
  await clock.advance(1);
  expect(finished).toEqual(['one']);
});

test('of those that were answered the latest 64 are kept, and all that wait for their answer', () => {
  const { lingerers, finished, lingerer } = setup();
  for (let n = 0; n < 10; n++) lingerers.add(lingerer(`waits ${n}`, false));
  for (let n = 0; n < 70; n++) lingerers.add(lingerer(`answered ${n}`, true));
  expect(finished).toEqual([0, 1, 2, 3, 4, 5].map((n) => `answered ${n}`));
});

test('one whose answer still comes outlasts those that have had theirs', async () => {
  const { clock, lingerers, finished, lingerer } = setup();
  const dripping = lingerer('dripping', true);
  lingerers.add(dripping);
  for (let n = 0; n < 64; n++) {
    await clock.advance(10);
    dripping.heard = clock.now();
    lingerers.add(lingerer(`answered ${n}`, true));
  }
  expect(finished).toEqual(['answered 0']);
});

test('of those that wait for their answer no more than 1024 are kept', () => {
  const { lingerers, finished, lingerer } = setup();
  for (let n = 0; n < 1026; n++) lingerers.add(lingerer(String(n), false));
  expect(finished).toEqual(['0', '1']);
});

test('one that is over is not told of its end', async () => {
  const { clock, lingerers, finished, lingerer } = setup();
  const one = lingerer('one', false);
  lingerers.add(one);
  lingerers.delete(one);
  await clock.advance(60_000);
  expect(finished).toEqual([]);
});
