import type { Edit } from '../../../../shared/exposure-schema.ts';
import type { Protocol } from '../../../../shared/model/service.ts';
import { numberOf } from './fields.ts';
import type { PortNow, ServiceNow } from './service-now.ts';

export const protocols = ['TCP', 'UDP', 'SCTP'] as const satisfies readonly Protocol[];

/** A port as it stands in the form, every part a text; an empty node port is the server's to pick. */
export interface PortText {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: string;
  readonly targetPort: string;
  readonly nodePort: string;
}

/** What was done to the ports: only that is asked for, whatever else becomes of them meanwhile. */
export interface PortsDraft {
  /** By `80/TCP`, as the port is now. */
  readonly changed: Readonly<Record<string, Partial<PortText>>>;
  readonly removed: readonly string[];
  readonly added: readonly PortText[];
}

export const noPorts: PortsDraft = { changed: {}, removed: [], added: [] };
export const newPort: PortText = { name: '', protocol: 'TCP', port: '', targetPort: '', nodePort: '' };

export const portKeyOf = ({ port, protocol = 'TCP' }: PortNow): string => `${port}/${protocol}`;

export function portText({ name = '', protocol = 'TCP', port, targetPort, nodePort }: PortNow): PortText {
  return {
    name,
    protocol,
    port: String(port),
    targetPort: String(targetPort ?? port),
    nodePort: nodePort === undefined ? '' : String(nodePort),
  };
}

/** Where a port will stand among all, for the server's `spec.ports[1]`; undefined for one that goes. */
export function placesOf(now: ServiceNow, { removed }: PortsDraft): ReadonlyMap<string, number> {
  const kept = (now.spec.ports ?? []).map(portKeyOf).filter((key) => !removed.includes(key));
  return new Map(kept.map((key, place) => [key, place]));
}

/** Whether every number in the form is one. */
export function arePortsWhole({ changed, added }: PortsDraft): boolean {
  return [...Object.values(changed), ...added].every(isPortWhole);
}

function isPortWhole({ port, nodePort }: Partial<PortText>): boolean {
  return (port === undefined || numberOf(port) !== undefined) && (!nodePort || numberOf(nodePort) !== undefined);
}

export function portEdits(now: ServiceNow, { changed, removed, added }: PortsDraft): readonly Edit[] {
  const changes = (now.spec.ports ?? []).flatMap((port): Edit[] => {
    const key = portKeyOf(port);
    const { protocol = 'TCP' } = port;
    if (removed.includes(key)) return [{ set: 'port-removed', port: port.port, protocol }];
    const before = portText(port);
    const fresh = Object.entries(changed[key] ?? {}).filter(([part, text]) => before[part as keyof PortText] !== text); // its own parts
    if (fresh.length === 0) return [];
    return [{ set: 'port-changed', port: port.port, protocol, to: partsOf(Object.fromEntries(fresh)) }];
  });
  const additions = added.flatMap((text): Edit[] => {
    const port = portOf(text);
    return port ? [{ set: 'port-added', port }] : [];
  });
  return [...changes, ...additions];
}

/** A new port as it is asked for; undefined while a number of it is none. */
export function portOf(text: PortText): Extract<Edit, { set: 'port-added' }>['port'] | undefined {
  const { port, ...rest } = partsOf(text);
  return port === undefined || !isPortWhole(text) ? undefined : { ...rest, port };
}

type Parts = Extract<Edit, { set: 'port-changed' }>['to'];

function partsOf({ name, protocol, port, targetPort, nodePort }: Partial<PortText>): Parts {
  const number = port === undefined ? undefined : numberOf(port);
  const wanted = nodePort === undefined ? undefined : nodePort.trim() === '' ? 'auto' : numberOf(nodePort);
  const target = targetPort?.trim();
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(protocol !== undefined && { protocol }),
    ...(number !== undefined && { port: number }),
    ...(target && { targetPort: numberOf(target) ?? target }),
    ...(wanted !== undefined && { nodePort: wanted }),
  };
}
