import type { Command } from 'commander';
import { ageText } from '../../shared/age.ts';
import { csv } from '../../shared/csv.ts';
import type { NodeRow } from '../../shared/model/node.ts';
import { nodeRows } from '../core/nodes/rows.ts';
import { withClusterOptions, exportOption, type ClusterOptions } from './options.ts';
import { openSession, whenLive } from './session.ts';
import { table } from './table.ts';

/** Adds `portolan nodes`. */
export function addNodes(portolan: Command): void {
  withClusterOptions(portolan.command('nodes'))
    .description('list the nodes with their addresses, what they are, and the endpoints on them')
    .addOption(exportOption())
    .action(runNodes);
}

/** What a list for a file or a script may be printed as. */
export interface ExportOptions extends Omit<ClusterOptions, 'output'> {
  readonly output?: 'json' | 'csv' | 'text';
}

/** `portolan nodes`. */
async function runNodes({ output, ...options }: ExportOptions): Promise<void> {
  const session = await openSession(options);
  try {
    const source = nodeRows(session.core.clusters.cluster(session.context));
    const rows = (await whenLive(session, source)).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
    source.close();
    process.stdout.write(printed(rows, output));
  } finally {
    await session.core.close();
  }
}

function printed(rows: readonly NodeRow[], output: ExportOptions['output']): string {
  switch (output) {
    case 'json':
      return `${JSON.stringify(rows.map(nodeJson), undefined, 2)}\n`;
    case 'csv':
      return csv(HEADER, rows.map(cells));
    case 'text':
    case undefined:
      return table(
        [...HEADER.map((name) => name.toUpperCase()), 'AGE'],
        rows.map((row) => [
          ...cells(row).map((cell) => String(cell || '<none>')),
          ageText(Date.now() - Date.parse(row.created)),
        ]),
      );
  }
}

/** Counts that may not be read are `null`; where something is not known there is no field. */
function nodeJson({ key: _key, context: _context, ...row }: NodeRow) {
  return { ...row, pods: row.pods ?? null, endpoints: row.endpoints ?? null };
}

const HEADER = [
  'name',
  'status',
  'roles',
  'provider',
  'type',
  'zone',
  'internal-ip',
  'external-ip',
  'endpoints',
  'pods',
  'version',
];

function cells(row: NodeRow): readonly (string | number)[] {
  const { endpoints, pods } = row;
  return [
    row.name,
    [{ yes: 'Ready', no: 'NotReady', unknown: 'Unknown' }[row.ready], ...(row.cordoned ? ['cordoned'] : [])].join(' '),
    row.roles.join(' '),
    row.provider ?? row.local ?? '',
    row.instanceType ?? '',
    row.zone ?? '',
    addressOf(row, 'InternalIP'),
    addressOf(row, 'ExternalIP'),
    endpoints ? `${endpoints.ready}/${endpoints.total}` : '?',
    pods ?? '?',
    row.kubeletVersion,
  ];
}

function addressOf({ addresses }: NodeRow, type: string): string {
  return addresses.flatMap((one) => (one.type === type ? one.address : [])).join(' ');
}
