/** A curve of `values` over `width` x `height`, its top at the highest of them (at least 1), and the area below it. */
export interface Sparkline {
  readonly line: string;
  readonly area: string;
  readonly peak: number;
}

export function sparkline(values: readonly number[], width: number, height: number): Sparkline {
  const peak = Math.max(0, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, index) => {
    const y = height - (value / Math.max(1, peak)) * height;
    return `${round(index * step)},${round(y)}`;
  });
  const line = points.length > 0 ? `M${points.join('L')}` : '';
  return { line, area: line && `${line}V${height}H0Z`, peak };
}

const round = (value: number): number => Math.round(value * 10) / 10;
