import { firstByte, oneByOne } from './clients.ts';
import { startKubectl, startOurs, type Forwarder, type Track } from './forwarder.ts';
import type { Goal, Row, Scene } from './scene.ts';
import { quantile } from '../figure.ts';

/** What a row was for both, pair by pair; NaN where it failed. */
export interface Compared extends Row {
  readonly ours: readonly number[];
  readonly kubectls: readonly number[];
}

/** Runs a scene with one and the other by turns, each time with a forward of its own; who begins alternates too. */
export async function compare(scene: Scene, track: Track, pairs: number): Promise<Compared[]> {
  const ours: (readonly number[])[] = [];
  const kubectls: (readonly number[])[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const turns = [
      async () => ours.push(await once(scene, track, startOurs)),
      async () => kubectls.push(await once(scene, track, startKubectl)),
    ];
    for (const turn of pair % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const column = (runs: readonly (readonly number[])[], index: number): number[] =>
    runs.map((run) => run[index] ?? NaN);
  return scene.rows.map((row, index) => ({ ...row, ours: column(ours, index), kubectls: column(kubectls, index) }));
}

async function once(
  scene: Scene,
  track: Track,
  start: (track: Track) => Promise<Forwarder>,
): Promise<readonly number[]> {
  await using forwarder = await start(track);
  try {
    await oneByOne(scene.warmUp ?? 6, () => firstByte(forwarder.port));
    return await scene.run(forwarder, track);
  } catch (error) {
    console.error(`${scene.rows[0]?.what ?? ''}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The median of the pairs' ratios, and the lowest and the highest; undefined where one of both never came to an end. */
export function ratio({
  ours,
  kubectls,
}: Compared): { readonly median: number; readonly low: number; readonly high: number } | undefined {
  const ratios = ours.map((value, pair) => value / (kubectls[pair] ?? NaN)).filter(Number.isFinite);
  if (ratios.length === 0) return undefined;
  return { median: quantile(ratios, 0.5), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/** The median of a row; a run that failed is worse than any. */
export function median(values: readonly number[]): number {
  return values.some(Number.isNaN) ? NaN : quantile(values, 0.5);
}

export function isMet(row: Compared): boolean {
  const { goal, ours } = row;
  const measured = median(ours);
  if (Number.isNaN(measured)) return false;
  if ('atMost' in goal) return measured <= goal.atMost;
  if ('atLeast' in goal) return measured >= goal.atLeast;
  // Where kubectl's runs all failed there is nothing to be compared with, and ours did not.
  const times = ratio(row)?.median;
  if (times === undefined) return true;
  return goal.times === 'at most' ? times <= goal.limit : times >= goal.limit;
}

export function goalText({ goal, unit }: { readonly goal: Goal; readonly unit: string }): string {
  if ('atMost' in goal) return `≤ ${goal.atMost} ${unit}`;
  if ('atLeast' in goal) return `≥ ${goal.atLeast} ${unit}`;
  return `${goal.times === 'at most' ? '≤' : '≥'} ${goal.limit}x`;
}
