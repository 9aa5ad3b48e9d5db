/** One line of the bench: what was measured, beside a goal or a peer measured in the same run. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: 'ms' | 'MB' | 'Services';
  /** What it has to be at most. */
  readonly goal?: number;
  readonly peer?: { readonly name: string; readonly measured: number | 'never' };
}

/** The nearest-rank quantile of a sample that is not empty, `q` from 0 to 1. */
export function quantile(sample: readonly number[], q: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** A Markdown table, as the README has it. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, unit, goal, peer }) => [
    what,
    `${number(measured)} ${unit}`,
    goal === undefined ? '' : `≤ ${number(goal)} ${unit}`,
    peer ? `${peer.name}: ${peer.measured === 'never' ? 'never' : `${number(peer.measured)} ${unit}`}` : '',
    peer && peer.measured !== 'never' ? (measured / peer.measured).toFixed(2) : '',
  ]);
  const head = ['', 'Portolan', 'goal', 'peer, same run', 'ratio'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function number(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toFixed(1);
}
