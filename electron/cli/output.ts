import { ageText } from '../../shared/age.ts';
import type { EndpointView } from '../../shared/model/endpoint.ts';
import type { ServicePort, ServiceRow } from '../../shared/model/service.ts';
import { table } from './table.ts';

/** `services -o json`: every field that scripts read is always there, but for those marked optional. */
export interface ServiceJson {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly headless: boolean;
  readonly clusterIPs: readonly string[];
  readonly externalName?: string;
  readonly externalAddresses: readonly string[];
  readonly pending: boolean;
  /** `name` is empty where the port has none. */
  readonly ports: readonly (ServicePort & { readonly name: string })[];
  /** `null`: they may not be read with these rights. All zero for an ExternalName. */
  readonly endpoints: { ready: number; notReady: number; terminating: number; total: number } | null;
  readonly selector?: Readonly<Record<string, string>>;
  readonly sessionAffinity: string;
  readonly externalTrafficPolicy?: string;
  readonly internalTrafficPolicy?: string;
  readonly ipFamilies: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string;
}

export function serviceJson(row: ServiceRow): ServiceJson {
  return {
    namespace: row.namespace,
    name: row.name,
    type: row.type,
    headless: row.headless,
    clusterIPs: row.clusterIPs,
    ...(row.externalName !== undefined && { externalName: row.externalName }),
    externalAddresses: row.externalAddresses,
    pending: row.pending,
    ports: row.ports.map((port) => ({ ...port, name: port.name ?? '' })),
    endpoints: endpointsJson(row),
    ...(row.selector && { selector: row.selector }),
    sessionAffinity: row.sessionAffinity.type,
    ...(row.externalTrafficPolicy && { externalTrafficPolicy: row.externalTrafficPolicy }),
    ...(row.internalTrafficPolicy && { internalTrafficPolicy: row.internalTrafficPolicy }),
    ipFamilies: row.ipFamilies,
    labels: row.labels,
    created: row.created,
  };
}

function endpointsJson({ type, endpoints }: ServiceRow): ServiceJson['endpoints'] {
  if (endpoints) return { ...endpoints };
  return type === 'ExternalName' ? { ready: 0, notReady: 0, terminating: 0, total: 0 } : null;
}

/** `services` for people: kubectl's columns, and how many endpoints are ready. */
export function serviceTable(rows: readonly ServiceRow[], now: number): string {
  return table(
    ['NAMESPACE', 'NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-ADDRESS', 'PORTS', 'READY', 'AGE'],
    rows.map((row) => [
      row.namespace,
      row.name,
      row.type,
      row.clusterIPs.join(',') || '<none>',
      externalAddress(row),
      row.ports.map(portText).join(',') || '<none>',
      readyText(row),
      ageText(now - Date.parse(row.created)),
    ]),
  );
}

function externalAddress({ externalName, externalAddresses, pending }: ServiceRow): string {
  const known = externalName ?? externalAddresses.join(',');
  if (pending) return ['<pending>', known].filter(Boolean).join(',');
  return known || '<none>';
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`;
}

function readyText({ type, endpoints }: ServiceRow): string {
  if (!endpoints) return type === 'ExternalName' ? '-' : '?';
  const rest = [
    endpoints.notReady > 0 && `${endpoints.notReady} not ready`,
    endpoints.terminating > 0 && `${endpoints.terminating} terminating`,
  ].filter(Boolean);
  return `${endpoints.ready}/${endpoints.total}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`;
}

/** `endpoints -o json`: one endpoint of one Service, counted once over all its EndpointSlices. */
export function endpointJson(row: ServiceRow, endpoint: EndpointView) {
  const { addresses, ports, ready, serving, terminating, hostname, node, zone, target, slices } = endpoint;
  return {
    namespace: row.namespace,
    service: row.name,
    addresses,
    ports: ports.map((port) => ({ ...port, name: port.name ?? '' })),
    ready,
    serving,
    terminating,
    ...(hostname !== undefined && { hostname }),
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    ...(target && { target }),
    slices: slices.map(({ name }) => name),
  };
}

/** `endpoints` for people. */
export function endpointTable(entries: readonly (readonly [ServiceRow, EndpointView])[]): string {
  return table(
    ['NAMESPACE', 'SERVICE', 'ADDRESS', 'PORTS', 'STATE', 'TARGET', 'NODE', 'ZONE'],
    entries.map(([row, endpoint]) => [
      row.namespace,
      row.name,
      endpoint.addresses.join(','),
      endpoint.ports
        .map(({ name, port, protocol }) => `${name === undefined ? '' : `${name}:`}${port}/${protocol}`)
        .join(',') || '<none>',
      stateText(endpoint),
      endpoint.target ? `${endpoint.target.kind}/${endpoint.target.name}` : '<none>',
      endpoint.node ?? '<none>',
      endpoint.zone ?? '<none>',
    ]),
  );
}

function stateText({ ready, serving, terminating }: EndpointView): string {
  if (terminating) return serving ? 'terminating,serving' : 'terminating';
  return ready ? 'ready' : 'not-ready';
}
