import { expect, test } from 'vitest';
import type { NodeRow } from '../../../shared/model/node.ts';
import { parseSort } from '../../ui/table/sort-keys.ts';
import { sortable, sortNodes } from './sort.ts';

function row(name: string, more: Partial<NodeRow> = {}): NodeRow {
  const place = { key: `dev/${name}`, context: 'dev', name, addresses: [], roles: [], created: '' };
  const state = { ready: 'yes', conditions: [], cordoned: false, taints: [], kubeletVersion: 'v1.36.3' } as const;
  return { ...place, ...state, capacity: {}, allocatable: {}, ...more };
}

const rows = [
  row('node-10', { zone: 'b', pods: 3, cordoned: true }),
  row('node-9', { zone: 'a', pods: 30, kubeletVersion: 'v1.36.10' }),
  row('node-2', { zone: 'b', ready: 'no' }),
];

test.each([
  ['', ['node-2', 'node-9', 'node-10']],
  ['-name', ['node-10', 'node-9', 'node-2']],
  ['state', ['node-2', 'node-10', 'node-9']],
  ['zone,-name', ['node-9', 'node-10', 'node-2']],
  ['pods', ['node-2', 'node-10', 'node-9']],
  ['-version', ['node-9', 'node-2', 'node-10']],
])('nodes sorted by "%s"', (sort, expected) => {
  expect(sortNodes(rows, parseSort(sort, sortable)).map(({ name }) => name)).toEqual(expected);
});
