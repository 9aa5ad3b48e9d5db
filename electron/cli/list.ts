import type { Command } from 'commander';
import { fail } from '../../shared/failure.ts';
import type { EndpointView } from '../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../shared/model/service.ts';
import { sentence } from '../../shared/sentence.ts';
import { serviceDetail } from '../core/services/detail.ts';
import { serviceRows } from '../core/services/rows.ts';
import { withClusterOptions, allNamespacesOption, outputOption, type ClusterOptions } from './options.ts';
import { endpointJson, endpointTable, serviceJson, serviceTable } from './output.ts';
import { openSession, whenLive, type Session } from './session.ts';

/** Adds `portolan services`. */
export function addServices(portolan: Command): void {
  withClusterOptions(portolan.command('services').argument('[name...]', 'Services (default: all)'))
    .description('list Services with their endpoints')
    .addOption(allNamespacesOption())
    .addOption(outputOption())
    .action(runServices);
}

/** Adds `portolan endpoints`. */
export function addEndpoints(portolan: Command): void {
  withClusterOptions(portolan.command('endpoints').argument('[service...]', 'Services (default: all)'))
    .description('list the endpoints of Services one by one, over all their EndpointSlices')
    .addOption(allNamespacesOption())
    .addOption(outputOption())
    .action(runEndpoints);
}

/** `portolan services [NAME…]`. */
async function runServices(names: readonly string[], options: ClusterOptions): Promise<void> {
  await withRows(names, options, (_, rows) => {
    if (options.output === 'json') printJson(rows.map(serviceJson));
    else process.stdout.write(serviceTable(rows, Date.now()));
    return Promise.resolve();
  });
}

/** `portolan endpoints [SERVICE…]`. */
async function runEndpoints(names: readonly string[], options: ClusterOptions): Promise<void> {
  await withRows(names, options, async (session, rows) => {
    const entries: (readonly [ServiceRow, EndpointView])[] = [];
    for (const row of rows) for (const endpoint of await endpointsOf(session, row)) entries.push([row, endpoint]);
    if (options.output === 'json') printJson(entries.map(([row, endpoint]) => endpointJson(row, endpoint)));
    else process.stdout.write(endpointTable(entries));
  });
}

async function withRows(
  names: readonly string[],
  options: ClusterOptions,
  print: (session: Session, rows: readonly ServiceRow[]) => Promise<void>,
): Promise<void> {
  const session = await openSession(options);
  try {
    const source = serviceRows(session.core.clusters.cluster(session.context), { namespace: session.namespace });
    const all = await whenLive(session, source);
    await print(session, named(all, names, session.namespace).toSorted(byName));
    source.close();
    reportGaps(session);
  } finally {
    await session.core.close();
  }
}

/** The rows with one of `names`, or all; a name that no Service has is an error, as it is for kubectl. */
function named(
  rows: readonly ServiceRow[],
  names: readonly string[],
  namespace: string | undefined,
): readonly ServiceRow[] {
  if (names.length === 0) return rows;
  const wanted = new Set(names.map((name) => name.replace(/^(?:svc|services?)\//, '')));
  for (const name of wanted) {
    if (!rows.some((row) => row.name === name)) throw fail('service-gone', { namespace: namespace ?? '*', name });
  }
  return rows.filter((row) => wanted.has(row.name));
}

function byName(a: ServiceRow, b: ServiceRow): number {
  return a.namespace.localeCompare(b.namespace, 'en') || a.name.localeCompare(b.name, 'en');
}

async function endpointsOf(session: Session, row: ServiceRow): Promise<readonly EndpointView[]> {
  const source = serviceDetail(session.core.clusters.cluster(session.context), row);
  try {
    const [detail] = await whenLive(session, source);
    return detail?.endpoints ?? [];
  } finally {
    source.close();
  }
}

/** What the list lacks for want of rights goes to stderr, so that scripts still read clean JSON. */
function reportGaps({ core, context }: Session): void {
  const gaps = core.clusters.contexts.items.get(context)?.gaps ?? [];
  for (const gap of gaps) process.stderr.write(`portolan: ${sentence(gap)}\n`);
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
