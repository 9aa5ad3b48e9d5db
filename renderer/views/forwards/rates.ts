import type { ForwardView } from '../../../shared/model/forward.ts';

/** A forward's counters as they stood at one time (`at`, ms of the epoch). */
export interface Sample {
  readonly at: number;
  readonly connections: number;
  readonly failed: number;
  readonly in: number;
  readonly out: number;
  readonly answers: ForwardView['answers'];
  readonly byEndpoint: ReadonlyMap<string, number>;
}

/** Per second. */
export interface Rates {
  readonly connections: number;
  readonly in: number;
  readonly out: number;
}

export const HISTORY_SECONDS = 60;
/** Long enough that a figure does not flicker, short enough that it follows. */
const RATE_WINDOW = 3_000;

export function sampleOf({ connections, bytes, answers, endpoints }: ForwardView, at: number): Sample {
  const byEndpoint = new Map(endpoints.map(({ key, total }) => [key, total]));
  return { at, connections: connections.total, failed: connections.failed, ...bytes, answers, byEndpoint };
}

/** `samples` with one more, oldest first, no longer than the history. Counters that fell were started anew. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (!last) return [sample];
  if (sample.at <= last.at) return samples;
  if (sample.connections < last.connections || sample.in < last.in || sample.out < last.out) return [sample];
  const oldest = sample.at - (HISTORY_SECONDS + 1) * 1_000;
  return [...samples.filter(({ at }) => at >= oldest), sample];
}

/** Over the last seconds; undefined until two samples tell. */
export function ratesOf(samples: readonly Sample[]): Rates | undefined {
  const last = samples.at(-1);
  if (!last) return undefined;
  const first = samples.findLast(({ at }) => at <= last.at - RATE_WINDOW) ?? samples[0];
  if (!first || first.at === last.at) return undefined;
  const seconds = (last.at - first.at) / 1_000;
  return {
    connections: (last.connections - first.connections) / seconds,
    in: (last.in - first.in) / seconds,
    out: (last.out - first.out) / seconds,
  };
}

/** What happened between a sample and the one before it; undefined where that says nothing. */
export type Reading = (now: Sample, before: Sample, seconds: number) => number | undefined;

/** Points of a plot: where nobody looked, or nothing was said, is no point. */
export type Series = readonly (number | undefined)[];

/** A value for each of the last `HISTORY_SECONDS`, oldest first; undefined before two samples tell. */
export function seriesOf(samples: readonly Sample[], reading: Reading): Series {
  const last = samples.at(-1);
  const slotOf = (at: number) => HISTORY_SECONDS - 1 - Math.round(((last?.at ?? at) - at) / 1_000);
  const series = Array.from({ length: HISTORY_SECONDS }, (): number | undefined => undefined);
  samples.forEach((sample, index) => {
    const before = samples[index - 1];
    if (!before) return;
    const value = reading(sample, before, (sample.at - before.at) / 1_000);
    // A late sample tells of all the time since the one before it.
    const from = Math.max(0, slotOf(before.at) + 1);
    series.fill(value, from, Math.max(from, slotOf(sample.at) + 1));
  });
  return series;
}

export interface Share {
  /** Part of the new connections, 0 to 1. */
  readonly share: number;
  /** New connections per second. */
  readonly rate: number;
}

/** How the last minute's new connections were shared out; of all there were, when that minute had none. */
export function sharesOf({ endpoints }: ForwardView, samples: readonly Sample[]): ReadonlyMap<string, Share> {
  const first = samples[0];
  const last = samples.at(-1);
  const seconds = first && last ? (last.at - first.at) / 1_000 : 0;
  const fresh = endpoints.map(({ key, total }) => Math.max(0, total - (first?.byEndpoint.get(key) ?? 0)));
  const recent = first !== undefined && fresh.some((count) => count > 0);
  const counts = recent ? fresh : endpoints.map(({ total }) => total);
  const sum = counts.reduce((all, count) => all + count, 0);
  return new Map(
    endpoints.map(({ key }, index) => {
      const count = counts[index] ?? 0;
      return [key, { share: sum > 0 ? count / sum : 0, rate: recent && seconds > 0 ? count / seconds : 0 }];
    }),
  );
}
