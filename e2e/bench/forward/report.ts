import { cpus, totalmem, type } from 'node:os';
import { number } from '../figure.ts';
import { goalText, isMet, median, ratio, type Compared } from './pairs.ts';

export interface Circumstances {
  readonly kubectl: string;
  readonly pairs: number;
}

/** What goes into RESULTS.md: the rows, and where they come from. No names of hosts and no paths. */
export function report(rows: readonly Compared[], { kubectl, pairs }: Circumstances): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}`;
  const head = ['', 'goal', 'Portolan', 'kubectl', 'ratio (lowest to highest)', 'met'];
  return `# Portolan's forward beside kubectl's

\`npm run bench -- forward\`, ${new Date().toISOString().slice(0, 10)}: medians of ${pairs} pairs, run alternately against the same Pods on a real
cluster on the same machine, with the bench's clients on it too. Portolan's command line, built, with Node ${process.version}; ${kubectl}; ${machine}.

${[head, head.map(() => '---')].map(cells).join('\n')}
${rows.map(line).join('\n')}
`;
}

/** A row of the table. */
export function line(row: Compared): string {
  const times = ratio(row);
  const spread = times ? `${times.median.toFixed(2)} (${times.low.toFixed(2)} to ${times.high.toFixed(2)})` : '';
  const met = isMet(row) ? 'yes' : '**no**';
  return cells([row.what, goalText(row), value(row.ours, row.unit), value(row.kubectls, row.unit), spread, met]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

function value(values: readonly number[], unit: string): string {
  const middle = median(values);
  return Number.isNaN(middle) ? 'failed' : `${number(middle)} ${unit}`;
}
