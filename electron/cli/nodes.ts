import type { Command } from 'commander';
import { ageText } from '../../shared/age.ts';
import type { NodeRow } from '../../shared/model/node.ts';
import { nodeCells, nodeColumns, nodesCsv, nodesJson } from '../../shared/node-export.ts';
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
      return nodesJson(rows);
    case 'csv':
      return nodesCsv(rows);
    case 'text':
    case undefined:
      return table(
        [...nodeColumns.map((name) => name.toUpperCase()), 'AGE'],
        rows.map((row) => [
          ...nodeCells(row).map((cell) => String(cell || '<none>')),
          ageText(Date.now() - Date.parse(row.created)),
        ]),
      );
  }
}
