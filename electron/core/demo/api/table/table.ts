import { NULL } from '../../../json.ts';
import type { DemoObject } from '../../registry.ts';
import { badRequest } from '../../../api-rules/status-error.ts';
import { tables } from './columns.ts';
import type { TableKind } from './columns.ts';
import type { Resource } from '../../../api-rules/resources.ts';

export interface TableOptions {
  readonly resource: Resource;
  readonly now: number;
  readonly metadata: object;
  /** `None`, `Metadata` or `Object`: how much of each object comes with its row. */
  readonly include: string;
  /** In a watch only the first table says what its columns are. */
  readonly isHeaded?: boolean;
}

const INTEGERS = new Set(['Desired', 'Current']);
/** Where the wide columns of a kind stand among the others, when not at the end. */
const EVENT_ORDER = [0, 1, 2, 3, 5, 6, 4, 7, 8, 9];

/** Objects as rows, which is how kubectl asks for what it prints. */
export function tableOf(objects: readonly DemoObject[], options: TableOptions): object {
  const { resource, now, metadata, include, isHeaded = true } = options;
  if (!['', 'None', 'Metadata', 'Object'].includes(include))
    throw badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`,
    );
  const kind = tables[resource.kind];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: isHeaded ? inOrder(columnsOf(kind, resource), resource) : NULL,
    rows: objects.map((object) => ({
      cells: inOrder(kind.cells(object, now), resource),
      ...includedObject(object, include),
    })),
  };
}

function columnsOf({ columns, wide = [] }: TableKind, { kind }: Resource): object[] {
  return [...columns, ...wide].map((name, index) => ({
    name,
    type: INTEGERS.has(name) || (name === 'Ready' && kind === 'ReplicaSet') ? 'integer' : 'string',
    format: name === 'Name' ? 'name' : '',
    description: '',
    priority: index < columns.length ? 0 : 1,
  }));
}

function inOrder<T>(cells: readonly T[], { kind }: Resource): readonly T[] {
  return kind === 'Event' ? EVENT_ORDER.flatMap((at) => cells.slice(at, at + 1)) : cells;
}

function includedObject(object: DemoObject, include: string): object {
  if (include === 'None') return { object: NULL };
  if (include === 'Object') return { object };
  return { object: metadataOf(object) };
}

/** An object without all but its metadata. */
export function metadataOf({ metadata }: DemoObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
