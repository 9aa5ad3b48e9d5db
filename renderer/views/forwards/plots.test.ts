import { expect, it } from 'vitest';
import { answersPlot, bytesPlot, connectionsPlot } from './plots.ts';
import type { Sample } from './rates.ts';

const sample = (second: number, over: Partial<Sample> = {}): Sample => ({
  at: second * 1_000,
  connections: 0,
  failed: 0,
  in: 0,
  out: 0,
  answers: { total: 0 },
  byEndpoint: new Map(),
  ...over,
});
const last = <T>(values: readonly T[], count: number): readonly T[] => values.slice(-count);

it('draws nothing and says so before two samples tell', () => {
  const { lines, words } = connectionsPlot([sample(0)], {});
  expect(lines.every(({ series }) => series.length === 60 && series.every((value) => value === undefined))).toBe(true);
  expect(words).toBe('Connections per second, last 60 s. Now new –, failed –; at most 0.');
});

it('draws new connections beside those that failed', () => {
  const { lines, words } = connectionsPlot(
    [sample(0), sample(1, { connections: 4, failed: 1 }), sample(2, { connections: 6, failed: 1 })],
    {},
  );
  expect(lines.map(({ series }) => last(series, 3))).toEqual([
    [undefined, 4, 2],
    [undefined, 1, 0],
  ]);
  expect(words).toBe('Connections per second, last 60 s. Now new 2, failed 0; at most 4.');
});

it('draws bytes each way in units that can be read', () => {
  const { lines } = bytesPlot([sample(0), sample(1, { in: 1_200_000, out: 3_000 })]);
  expect(lines.map(({ label }) => label)).toEqual(['in 1.2 MB/s', 'out 3 kB/s']);
});

it('draws times only for seconds in which something was answered', () => {
  const answers = { total: 5, p50: 3, p90: 8 };
  const { lines } = answersPlot([sample(0), sample(1, { answers }), sample(2, { answers })]);
  expect(lines.map(({ series }) => last(series, 3))).toEqual([
    [undefined, 3, undefined],
    [undefined, 8, undefined],
  ]);
});

it('names requests where those are counted', () => {
  expect(connectionsPlot([], { http: true }).title).toBe('Requests per second');
});
