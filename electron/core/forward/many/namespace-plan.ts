import { defaultPort } from '../../../../shared/default-port.ts';
import { failure, type Failure } from '../../../../shared/failure.ts';
import type { ForwardSpec } from '../../../../shared/model/forward.ts';
import type { StartReport } from '../../../../shared/model/profile.ts';
import type { ServicePort, ServiceRow } from '../../../../shared/model/service.ts';
import { forwardablePort } from '../../balance/eligible.ts';
import { preferredPort } from '../local-port.ts';
import { missing } from './missing.ts';
import { ownAddress } from './own-address.ts';

const LAST = 65_535;

export interface NamespaceWish {
  /** Of each Service the port that one click would forward, or every TCP port. */
  readonly ports: 'main' | 'all';
  /** `own`: a loopback address for each Service, with the ports that it has in the cluster. */
  readonly addresses: 'shared' | 'own';
  /** Forwards that there are. */
  readonly running: readonly ForwardSpec[];
  /** Local ports that are in use here. */
  readonly taken: readonly number[];
  /** The local port that a Service port had the last time. */
  readonly lastPort: (spec: ForwardSpec) => number | undefined;
}

export interface NamespacePlan {
  readonly specs: readonly ForwardSpec[];
  /** Services that can't be forwarded at all. */
  readonly skipped: StartReport['failed'];
}

/** A forward for each Service port that has none, no two on one local port; in the Services' order by name. */
export function planNamespace(rows: readonly ServiceRow[], wish: NamespaceWish): NamespacePlan {
  const sorted = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));
  const refusals = sorted.map((row) => [row, refusalOf(row)] as const);
  const wanted = refusals.flatMap(([row, refusal]) => (refusal ? [] : specsOf(row, wish.ports)));
  const open = missing(wanted, wish.running);
  return {
    specs: wish.addresses === 'own' ? withAddresses(open, wish) : withPorts(open, wish),
    skipped: refusals.flatMap(([row, refusal]) => (refusal ? [{ service: nameOf(row), failure: refusal }] : [])),
  };
}

function refusalOf(row: ServiceRow): Failure | undefined {
  const [first] = row.ports;
  if (row.type !== 'ExternalName' && !first) return failure('service-portless', { service: nameOf(row) });
  if (row.type !== 'ExternalName' && defaultPort(row)) return undefined;
  const answer = forwardablePort(row, first?.port ?? 0);
  return 'code' in answer ? answer : undefined;
}

function nameOf({ namespace, name }: ServiceRow): string {
  return `${namespace}/${name}`;
}

function specsOf(row: ServiceRow, ports: NamespaceWish['ports']): readonly ForwardSpec[] {
  const { context, namespace, name } = row;
  const main = defaultPort(row);
  const chosen: readonly ServicePort[] =
    ports === 'all' ? row.ports.filter(({ protocol }) => protocol === 'TCP') : main ? [main] : [];
  return chosen.map(({ port }) => ({ context, namespace, name, port }));
}

/** One address for all ports of a Service. */
function withAddresses(specs: readonly ForwardSpec[], { running }: NamespaceWish): readonly ForwardSpec[] {
  const used = new Set(running.flatMap(({ address = [] }) => address));
  const given = new Map<string, string>();
  return specs.map((spec) => {
    const address = given.get(spec.name) ?? ownAddress(spec, used);
    given.set(spec.name, address);
    used.add(address);
    return { ...spec, address, localPort: preferredPort(spec.port) };
  });
}

/** The port of the last time goes first; the rest find what those leave. */
function withPorts(specs: readonly ForwardSpec[], { taken, lastPort }: NamespaceWish): readonly ForwardSpec[] {
  const used = new Set(taken);
  const kept = new Map<ForwardSpec, number>();
  for (const spec of specs) {
    const last = lastPort(spec);
    if (last === undefined || used.has(last)) continue;
    used.add(last);
    kept.set(spec, last);
  }
  return specs.map((spec) => {
    let localPort = kept.get(spec) ?? preferredPort(spec.port);
    while (!kept.has(spec) && used.has(localPort) && localPort < LAST) localPort += 1;
    used.add(localPort);
    return { ...spec, localPort };
  });
}
