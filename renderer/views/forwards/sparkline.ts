/**
 * A curve of `values` over `width` x `height`, its top at the highest of them (at least 1), and the area below it.
 * It starts where values are known: what was not seen is not drawn as nothing.
 */
export interface Sparkline {
  readonly line: string;
  readonly area: string;
  readonly peak: number;
}

export function sparkline(values: readonly (number | undefined)[], width: number, height: number): Sparkline {
  const start = values.findIndex((value) => value !== undefined);
  const known = start < 0 ? [] : values.slice(start).map((value) => value ?? 0);
  const peak = Math.max(0, ...known);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const xOf = (index: number) => round((start + index) * step);
  const points = known.map((value, index) => `${xOf(index)},${round(height - (value / Math.max(1, peak)) * height)}`);
  const line = points.length > 0 ? `M${points.join('L')}` : '';
  return { line, area: line && `${line}V${height}H${xOf(0)}Z`, peak };
}

const round = (value: number): number => Math.round(value * 10) / 10;
