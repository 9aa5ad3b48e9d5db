import type { Forwarder, Track } from './forwarder.ts';

/** What a row has to be: against kubectl's in the same pair, or by itself. */
export type Goal =
  | { readonly times: 'at most' | 'at least'; readonly limit: number }
  | { readonly atMost: number }
  | { readonly atLeast: number };

export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly goal: Goal;
}

/** Something that is done to one forwarder after the other, and the rows that it fills, in order. */
export interface Scene {
  readonly rows: readonly Row[];
  /** What the relay adds, in ms; 0: straight to the API server, for a relay costs throughput too. */
  readonly rtt: number;
  /** So many connections come before it, one by one: sessions are there, and compilers have done their work. */
  readonly warmUp?: number;
  readonly run: (forwarder: Forwarder, track: Track) => Promise<readonly number[]>;
}
