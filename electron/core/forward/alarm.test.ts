import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Alarm } from './alarm.ts';

function setup() {
  const clock = new FakeClock();
  const alarm = new Alarm(clock);
  const rung: string[] = [];
  const ring = (name: string) => (): void => void rung.push(`${name} at ${clock.now()}`);
  return { clock, alarm, rung, ring };
}

test('an alarm rings for each at its time, whatever the order, with one timer', async () => {
  const { clock, alarm, rung, ring } = setup();
  alarm.set(ring('late'), 300);
  alarm.set(ring('early'), 100);
  alarm.set(ring('middle'), 200);
  expect(clock.sleeping).toBe(1);
  await clock.advance(1000);
  expect(rung).toEqual(['early at 100', 'middle at 200', 'late at 300']);
  expect(clock.sleeping).toBe(0);
});

test('what is cleared does not ring, and what is set anew rings at its new time alone', async () => {
  const { clock, alarm, rung, ring } = setup();
  const [cleared, moved] = [ring('cleared'), ring('moved')];
  alarm.set(cleared, 100);
  alarm.set(moved, 100);
  alarm.clear(cleared);
  alarm.set(moved, 500);
  await clock.advance(1000);
  expect(rung).toEqual(['moved at 500']);
});

test('a ring may set itself again', async () => {
  const { clock, alarm, rung } = setup();
  const again = (): void => {
    rung.push(String(clock.now()));
    if (rung.length < 3) alarm.set(again, 10);
  };
  alarm.set(again, 10);
  await clock.advance(100);
  expect(rung).toEqual(['10', '20', '30']);
});

test('once closed nothing rings, and no timer is left', async () => {
  const { clock, alarm, rung, ring } = setup();
  alarm.set(ring('before'), 100);
  alarm.close();
  alarm.set(ring('after'), 100);
  expect(clock.sleeping).toBe(0);
  await clock.advance(1000);
  expect(rung).toEqual([]);
});
