import type { ServiceRow } from '../../../../shared/model/service.ts';
import { severity } from '../severity.ts';
import { spanOf } from './span.ts';
import type { Value } from './parse.ts';

/** A row with what the filter also asks for: its cluster's name, whether it is forwarded, and the time. */
export interface Subject {
  readonly row: ServiceRow;
  readonly cluster: string;
  readonly forwarded: boolean;
  /** ms of the epoch. */
  readonly now: number;
}

/** What a field is compared by: texts (any of them may match), or numbers. */
type Field =
  | {
      readonly kind: 'text';
      readonly of: (subject: Subject) => readonly string[];
      readonly accepts: (value: Value) => boolean;
    }
  | {
      readonly kind: 'number';
      readonly of: (subject: Subject) => readonly number[];
      readonly read: (text: string) => number | undefined;
      readonly accepts: (value: Value) => boolean;
    };

const isComparison = ({ op }: Value): boolean => op !== 'is' && op !== '~';

function text(of: (subject: Subject) => readonly string[]): Field {
  return { kind: 'text', of, accepts: (value) => !isComparison(value) };
}

function words(known: readonly string[], of: (subject: Subject) => readonly string[]): Field {
  return { kind: 'text', of, accepts: (value) => value.op === 'is' && known.includes(value.text.toLowerCase()) };
}

function number(of: (subject: Subject) => readonly number[], read = readNumber): Field {
  return { kind: 'number', of, read, accepts: (value) => value.op !== '~' && read(value.text) !== undefined };
}

function readNumber(digits: string): number | undefined {
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

const types = { ClusterIP: 'cip', NodePort: 'np', LoadBalancer: 'lb', ExternalName: 'en' } as const;

/** Every field of the filter language that Services have. */
export const fields = {
  name: text(({ row }) => [row.name]),
  ns: text(({ row }) => [row.namespace]),
  cl: text(({ row, cluster }) => [cluster, row.context]),
  type: text(({ row }) => [types[row.type], row.type, ...(row.headless ? ['hl', 'headless'] : [])]),
  port: number(({ row }) => row.ports.map(({ port }) => port)),
  nodeport: number(({ row }) => row.ports.flatMap(({ nodePort }) => nodePort ?? [])),
  target: text(({ row }) => row.ports.map(({ targetPort }) => String(targetPort))),
  proto: text(({ row }) => row.ports.map(({ protocol }) => protocol)),
  app: text(({ row }) => row.ports.flatMap(({ appProtocol, name }) => [appProtocol ?? [], name ?? []].flat())),
  ready: {
    kind: 'number',
    of: ({ row }) => (row.endpoints ? [row.endpoints.ready] : []),
    read: readNumber,
    accepts: ({ op, text: value }) =>
      (op === 'is' && isReadyWord(value)) || (op !== '~' && readNumber(value) !== undefined),
  },
  eps: number(({ row }) => (row.endpoints ? [row.endpoints.total] : [])),
  ip: text(({ row }) => row.clusterIPs),
  host: text(({ row }) => [...row.externalAddresses, row.externalName ?? []].flat()),
  label: text(({ row }) => pairs(row.labels)),
  sel: text(({ row }) => pairs(row.selector ?? {})),
  policy: text(({ row }) => [row.externalTrafficPolicy ?? [], row.internalTrafficPolicy ?? []].flat()),
  affinity: text(({ row }) => [row.sessionAffinity.type]),
  class: text(({ row }) => [row.loadBalancerClass ?? []].flat()),
  age: number(({ row, now }) => [now - Date.parse(row.created)], spanOf),
  fwd: words(['yes', 'no'], ({ forwarded }) => [forwarded ? 'yes' : 'no']),
  is: words(['broken', 'selectorless', 'headless', 'pending', 'dual', 'deleting'], ({ row }) => states(row)),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as readonly FieldName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** `ready:some` and its like: by how many of all. */
export function isReadyWord(value: string): value is 'none' | 'some' | 'all' {
  return value === 'none' || value === 'some' || value === 'all';
}

/** Which of these words is true of a Service; none where its endpoints are not known, or it has none. */
export function readyWords({ row: { endpoints } }: Subject): readonly string[] {
  if (!endpoints) return [];
  const { ready, total } = endpoints;
  if (ready === 0) return ['none'];
  return [ready === total ? 'all' : 'some'];
}

function pairs(map: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => [`${key}=${value}`, key]);
}

function states(row: ServiceRow): readonly string[] {
  return [
    severity(row) === 'bad' ? 'broken' : [],
    row.type !== 'ExternalName' && !row.selector ? 'selectorless' : [],
    row.headless ? 'headless' : [],
    row.pending ? 'pending' : [],
    row.ipFamilies.length > 1 ? 'dual' : [],
    row.deleting === undefined ? [] : 'deleting',
  ].flat();
}
