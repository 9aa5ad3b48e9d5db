import { describe, expect, it } from 'vitest';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { ratesOf, sampleOf, seriesOf, sharesOf, withSample, type Sample } from './rates.ts';

const sample = (second: number, connections: number, bytes = 0): Sample => ({
  at: second * 1_000,
  connections,
  failed: 0,
  in: bytes,
  out: bytes * 2,
  answers: { total: 0 },
  byEndpoint: new Map(),
});
const samples = (...all: Sample[]) => all.reduce<readonly Sample[]>(withSample, []);

describe('ratesOf', () => {
  it('is unknown until two samples tell', () => {
    expect(ratesOf([])).toBeUndefined();
    expect(ratesOf([sample(0, 5)])).toBeUndefined();
  });

  it('takes the last three seconds', () => {
    const history = samples(
      sample(0, 0),
      sample(1, 100),
      sample(2, 103, 1_000),
      sample(3, 106, 1_000),
      sample(4, 109, 4_000),
    );
    expect(ratesOf(history)).toEqual({ connections: 3, in: 4_000 / 3, out: 8_000 / 3 });
  });
});

describe('withSample', () => {
  it('starts over when counters fell, because the forward was started anew', () => {
    expect(samples(sample(0, 50), sample(1, 60), sample(2, 3))).toEqual([sample(2, 3)]);
  });

  it('forgets what is older than the history', () => {
    const all = Array.from({ length: 90 }, (_, second) => sample(second, second));
    expect(
      samples(...all)
        .map(({ at }) => at / 1_000)
        .at(0),
    ).toBe(28);
  });

  it('leaves out a sample of the same time', () => {
    expect(samples(sample(1, 1), sample(1, 2))).toHaveLength(1);
  });
});

it('puts what each second brought in its own place, a late look in all since the last one, nothing before the first', () => {
  const series = seriesOf(
    samples(sample(0, 0), sample(1, 4), sample(2, 4), sample(4, 10)),
    (now, before, seconds) => (now.connections - before.connections) / seconds,
  );
  expect(series).toHaveLength(60);
  expect(series.slice(-6)).toEqual([undefined, undefined, 4, 0, 3, 3]);
});

describe('sharesOf', () => {
  const endpoints = (a: number, b: number) => [forwardEndpoint('a', { total: a }), forwardEndpoint('b', { total: b })];
  const forward = forwardView({ endpoints: endpoints(30, 10) });

  it('is of all connections as long as there is no history', () => {
    expect(sharesOf(forward, []).get('a')).toEqual({ share: 0.75, rate: 0 });
  });

  it('is of the new ones where there are any', () => {
    const history = [
      sampleOf(forwardView({ endpoints: endpoints(30, 0) }), 0),
      sampleOf(forwardView({ endpoints: endpoints(30, 10) }), 5_000),
    ];
    expect(sharesOf(forward, history).get('b')).toEqual({ share: 1, rate: 2 });
    expect(sharesOf(forward, history).get('a')).toEqual({ share: 0, rate: 0 });
  });

  it('is none without a connection', () => {
    expect(sharesOf(forwardView({ endpoints: endpoints(0, 0) }), []).get('a')?.share).toBe(0);
  });
});
