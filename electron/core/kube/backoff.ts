import type { Clock } from '../clock.ts';

export interface BackoffLimits {
  /** The first wait, in ms; each failure doubles it. */
  readonly from: number;
  readonly to: number;
}

/** How long watches wait between two tries. */
export const watchBackoff: BackoffLimits = { from: 250, to: 30_000 };
/** A refusal changes only when somebody changes the rules, so it is asked about less often. */
export const deniedBackoff: BackoffLimits = { from: 1_000, to: 60_000 };

/**
 * The wait before try number `attempt` (from 0), in ms: doubling, and a random half of it taken away, so that
 * many watches cut at once don't come back at once.
 */
export function backoff({ from, to }: BackoffLimits, attempt: number, clock: Pick<Clock, 'random'>): number {
  const whole = Math.min(to, from * 2 ** Math.min(attempt, 30));
  return whole * (0.5 + clock.random() / 2);
}
