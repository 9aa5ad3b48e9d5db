import { defaultPort } from '../../../shared/default-port.ts';
import { failure, type Failure } from '../../../shared/failure.ts';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import { forwardablePort } from '../balance/eligible.ts';
import { nearNames } from './near-names.ts';

const SUFFIX = '.localhost';

/** The Services that can be named, and what each context is called in a host name. */
export interface Known {
  readonly rows: readonly ServiceRow[];
  /** Context key to label; only those of the rows matter. */
  readonly labels: ReadonlyMap<string, string>;
}

export type HostAnswer =
  | { readonly kind: 'index' }
  | { readonly kind: 'service'; readonly row: ServiceRow; readonly port: ServicePort }
  /** `near`: host names that may have been meant. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly near: readonly string[] };

/** A context's name as one part of a host name: what a host name cannot have becomes a hyphen. */
export function contextLabel(name: string): string {
  const label = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return label.slice(0, 63).replace(/^-+|-+$/g, '') || 'context';
}

/** `NAME.NAMESPACE.localhost`; with the context's label where another cluster has a Service of these names too. */
export function hostOf(row: ServiceRow, { rows, labels }: Known): string {
  const isAlone = rows.every((one) => one === row || one.namespace !== row.namespace || one.name !== row.name);
  const context = isAlone ? '' : `.${labels.get(row.context) ?? contextLabel(row.context)}`;
  return `${row.name}.${row.namespace}${context}${SUFFIX}`;
}

/**
 * What a `Host` header names: `[PORT--]NAME.NAMESPACE[.CONTEXT].localhost`, the port by its name or number.
 * Other hosts are refused: a page of another site whose name was pointed at this computer must not get an answer.
 */
export function readHost(header: string, known: Known): HostAnswer {
  const host = header.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  if (host === 'localhost' || host === '127.0.0.1' || host === '[::1]') return { kind: 'index' };
  if (!host.endsWith(SUFFIX)) return { kind: 'refused', failure: failure('gateway-host', { host }), near: [] };
  const [first = '', namespace = '', context, ...more] = host.slice(0, -SUFFIX.length).split('.');
  const inPlace = known.rows.filter(
    (row) => row.namespace === namespace && (context === undefined || known.labels.get(row.context) === context),
  );
  const reading =
    more.length > 0 ? undefined : readings(first).find(({ name }) => inPlace.some((row) => row.name === name));
  const rows = reading ? inPlace.filter((row) => row.name === reading.name) : [];
  const [row] = rows;
  if (!row || !reading) {
    const names = known.rows.map((one) => hostOf(one, known).slice(0, -SUFFIX.length));
    const near = nearNames(host.slice(0, -SUFFIX.length), names).map((name) => `${name}${SUFFIX}`);
    return { kind: 'refused', failure: failure('gateway-unknown', { host }), near };
  }
  if (rows.length > 1) {
    const near = rows.map((one) => hostOf(one, known));
    return { kind: 'refused', failure: failure('gateway-ambiguous', { host, hosts: near.join(', ') }), near };
  }
  const port = portOf(row, reading.port);
  return 'code' in port ? { kind: 'refused', failure: port, near: [] } : { kind: 'service', row, port };
}

interface Reading {
  readonly port?: string;
  readonly name: string;
}

/** A Service may have `--` in its name: as it stands first, then with what is before one of them for the port. */
function readings(label: string): readonly Reading[] {
  const found: Reading[] = [{ name: label }];
  for (let at = label.indexOf('--'); at >= 0; at = label.indexOf('--', at + 1)) {
    found.push({ port: label.slice(0, at), name: label.slice(at + 2) });
  }
  return found;
}

function portOf(row: ServiceRow, wanted: string | undefined): ServicePort | Failure {
  if (row.type === 'ExternalName') return forwardablePort(row, 0);
  const named = row.ports.find(({ name, protocol }) => name === wanted && protocol === 'TCP');
  if (wanted !== undefined && named) return named;
  const number = wanted === undefined ? (defaultPort(row) ?? row.ports[0])?.port : Number(wanted);
  if (number !== undefined && Number.isInteger(number)) return forwardablePort(row, number);
  const ports = row.ports.map(({ name, port }) => name ?? port).join(', ');
  return failure('service-without-port', { service: `${row.namespace}/${row.name}`, port: wanted ?? '-', ports });
}
