import { csv } from './csv.ts';
import type { NodeRow } from './model/node.ts';

/** Counts that may not be read are `null`; where something is not known there is no field. */
function oneJson({ key: _key, ...row }: NodeRow) {
  return { ...row, pods: row.pods ?? null, endpoints: row.endpoints ?? null };
}

/** What the columns of `nodeCells` are called. */
export const nodeColumns: readonly string[] = [
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

/** A node as a line of plain cells. */
export function nodeCells(row: NodeRow): readonly (string | number)[] {
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

export function nodesCsv(rows: readonly NodeRow[]): string {
  return csv(
    ['cluster', ...nodeColumns],
    rows.map((row) => [row.context, ...nodeCells(row)]),
  );
}

export function nodesJson(rows: readonly NodeRow[]): string {
  return `${JSON.stringify(rows.map(oneJson), undefined, 2)}\n`;
}
