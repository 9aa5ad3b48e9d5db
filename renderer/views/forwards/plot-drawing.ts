import type uPlot from 'uplot';
import type { PlotData } from './plots.ts';

/** Room for an axis' figures, in CSS pixels. */
const AXIS = 54;

interface Drawing {
  readonly width: number;
  readonly height: number;
  /** A colour token of the theme that is on. */
  readonly colour: (token: string) => string;
}

/** How uPlot draws a plot: the main line filled, the second one dashed, so that it is not colour alone that tells. */
export function drawingOf({ lines, text }: PlotData, { width, height, colour }: Drawing): uPlot.Options {
  const main = colour('--course');
  const second = colour('--ink-2');
  const grid = { stroke: colour('--line'), width: 1 };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 4, 0],
    scales: { x: { time: false }, y: { range: (_, __, highest) => [0, Math.max(1, (highest || 0) * 1.1)] } },
    axes: [
      { show: false },
      {
        size: AXIS,
        gap: 4,
        space: 24,
        font: `11px ${colour('--font-text')}`,
        stroke: second,
        grid,
        ticks: { show: false },
        values: (_, splits) => splits.map(text),
      },
    ],
    series: [
      {},
      ...lines.map((_, index) => ({
        points: { show: false },
        width: 1.5,
        ...(index === 0
          ? { stroke: main, fill: `color-mix(in srgb, ${main} 15%, transparent)` }
          : { stroke: second, dash: [4, 3] }),
      })),
    ],
  };
}

/** The plot's points as uPlot takes them: seconds ago, then a column for each line, with `null` where there is none. */
export function pointsOf({ lines }: PlotData): uPlot.AlignedData {
  const length = lines[0]?.series.length ?? 0;
  const seconds = Array.from({ length }, (_, index) => index + 1 - length);
  return [seconds, ...lines.map(({ series }) => series.map((value) => value ?? null))];
}
