import type { Command } from 'commander';
import { withClusterOptions, allNamespacesOption, exportOption } from './options.ts';
import { readFile } from 'node:fs/promises';
import { costCsv } from '../../shared/cost-csv.ts';
import { fail } from '../../shared/failure.ts';
import type { ClusterCosts } from '../../shared/model/cost.ts';
import { liveCosts } from '../core/costs/live.ts';
import type { ExportOptions } from './nodes.ts';
import { openSession, whenLive } from './session.ts';
import { table } from './table.ts';

/** Adds `portolan costs`. */
export function addCosts(portolan: Command): void {
  withClusterOptions(portolan.command('costs'))
    .description('say what load balancers cost a month by list price, and what sharing one would save')
    .addOption(allNamespacesOption())
    .option('--hours <number>', 'hours of a month (default: 730)')
    .option('--gb <number>', 'GB a month through each load balancer (default: 0, the fixed part alone)')
    .option('--prices <file>', 'a file of prices, in place of the list prices of the same ids')
    .addOption(exportOption())
    .action(runCosts);
}

interface CostOptions extends ExportOptions {
  readonly hours?: string;
  readonly prices?: string;
  readonly gb?: string;
}

/** `portolan costs`. */
async function runCosts(options: CostOptions): Promise<void> {
  const { output, hours, prices, gb, ...cluster } = options;
  const session = await openSession(cluster);
  try {
    const book = session.core.costs;
    if (prices !== undefined) book.importPrices(await readFile(prices, 'utf8'));
    if (hours !== undefined) book.change({ hours: numberOf(hours, '--hours') });
    if (gb !== undefined) book.change({ usage: { ...book.settings.usage, gb: numberOf(gb, '--gb') } });
    const source = liveCosts(session.core.clusters.cluster(session.context), book);
    const [all] = await whenLive(session, source);
    source.close();
    const { namespace } = session;
    const rows = (all?.rows ?? []).filter((row) => namespace === undefined || row.namespace === namespace);
    process.stdout.write(printed({ ...(all ?? { key: session.context }), rows }, output));
  } finally {
    await session.core.close();
  }
}

function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) throw fail('invalid', { detail: `${option} ${text}` });
  return value;
}

function printed(costs: ClusterCosts, output: ExportOptions['output']): string {
  switch (output) {
    case 'json':
      return `${JSON.stringify({ services: costs.rows, sharing: costs.plan ?? null }, undefined, 2)}\n`;
    case 'csv':
      return costCsv(costs.rows);
    case 'text':
    case undefined:
      return textOf(costs);
  }
}

function textOf({ rows, plan }: ClusterCosts): string {
  const list = table(
    ['NAMESPACE', 'NAME', 'WHAT', 'STATE', 'COST/MO', 'COUNTED'],
    rows.map((row) => [
      row.namespace,
      row.object === 'Service' ? row.name : `ingress/${row.name}`,
      [row.provider, row.what, ...row.traits].filter(Boolean).join(' ') || '<unknown>',
      row.state,
      row.month === undefined ? 'unknown' : `${row.month.toFixed(2)} ${row.currency}`,
      [row.parts.map(({ formula }) => formula).join(' + '), row.source && `${row.source.name} ${row.source.read}`]
        .filter(Boolean)
        .join('; '),
    ]),
  );
  if (!plan) return list;
  const { services, before, after, currency, formula } = plan;
  const saved = `${(before - after).toFixed(2)} ${currency}`;
  return `${list}\n${services.length} Services could share one load balancer behind an Ingress: saves ${saved} a month\n${table(
    ['now', formula.before, `${before.toFixed(2)} ${currency}`],
    [['shared', formula.after, `${after.toFixed(2)} ${currency}`]],
  )}`;
}
