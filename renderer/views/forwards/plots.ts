import type { ForwardView } from '../../../shared/model/forward.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { bytesText, msText, rateText } from './quantity.ts';
import { seriesOf, type Reading, type Sample, type Series } from './rates.ts';

interface PlotLine {
  /** What it is, with its value now. */
  readonly label: string;
  readonly series: Series;
}

/** What a plot shows of the last minute: its first line is the main one. */
export interface PlotData {
  readonly title: string;
  readonly lines: readonly PlotLine[];
  /** Writes a value of its axis. */
  readonly text: (value: number) => string;
  /** All of it in words. */
  readonly words: string;
}

interface Wish {
  readonly title: string;
  readonly text: (value: number) => string;
  readonly lines: readonly (readonly [label: (now: string) => string, reading: Reading])[];
}

function plotOf(samples: readonly Sample[], { title, text, lines: wishes }: Wish): PlotData {
  const lines = wishes.map(([label, reading]) => {
    const series = seriesOf(samples, reading);
    const now = series.at(-1);
    return { label: label(now === undefined ? '–' : text(now)), series };
  });
  const values = lines.flatMap(({ series }) => series.filter((value) => value !== undefined));
  const now = lines.map(({ label }) => label).join(', ');
  const words = m.forwards_plot_text({ title, now, peak: text(Math.max(0, ...values)) });
  return { title, lines, text, words };
}

const perSecond =
  (of: (sample: Sample) => number): Reading =>
  (now, before, seconds) =>
    (of(now) - of(before)) / seconds;

/** What was answered before says nothing about now. */
const ofAnswers =
  (part: 'p50' | 'p90'): Reading =>
  ({ answers }, before) =>
    answers.total > before.answers.total ? answers[part] : undefined;

/** In the mode that knows of requests, they are what is counted. */
export function connectionsPlot(samples: readonly Sample[], { http }: Pick<ForwardView, 'http'>): PlotData {
  return plotOf(samples, {
    title: http ? m.forwards_plot_requests() : m.forwards_plot_connections(),
    text: rateText,
    lines: [
      [(n) => m.forwards_line_new({ n }), perSecond(({ connections }) => connections)],
      [(n) => m.forwards_line_failed({ n }), perSecond(({ failed }) => failed)],
    ],
  });
}

export function bytesPlot(samples: readonly Sample[]): PlotData {
  return plotOf(samples, {
    title: m.forwards_plot_bytes(),
    text: bytesText,
    lines: [
      [(n) => m.forwards_line_in({ n }), perSecond((sample) => sample.in)],
      [(n) => m.forwards_line_out({ n }), perSecond((sample) => sample.out)],
    ],
  });
}

export function answersPlot(samples: readonly Sample[]): PlotData {
  return plotOf(samples, {
    title: m.forwards_plot_answers(),
    text: msText,
    lines: [
      [(n) => m.forwards_line_p50({ n }), ofAnswers('p50')],
      [(n) => m.forwards_line_p90({ n }), ofAnswers('p90')],
    ],
  });
}
