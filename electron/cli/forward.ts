import { fail } from '../../shared/failure.ts';
import type { BalanceName } from '../../shared/model/balance.ts';
import type { ForwardSpec, ForwardView } from '../../shared/model/forward.ts';
import type { ServiceRow } from '../../shared/model/service.ts';
import { m } from '../../shared/paraglide/messages.js';
import { sentence } from '../../shared/sentence.ts';
import { serviceRows } from '../core/services/rows.ts';
import type { ClusterOptions } from './options.ts';
import { parsePortSpec, type PortSpec } from './port-spec.ts';
import { stopSignal } from './stop-signal.ts';
import { openSession, whenLive, type Session } from './session.ts';

interface ForwardOptions extends ClusterOptions {
  readonly balance?: BalanceName;
}

/** `portolan forward svc/NAME [LOCAL:]PORT…`: forwards until SIGINT or SIGTERM. */
export async function runForward(target: string, ports: readonly string[], options: ForwardOptions): Promise<void> {
  const stopped = stopSignal();
  const name = serviceName(target);
  const specs = ports.map(parsePortSpec);
  const session = await openSession(options);
  try {
    const service = await findService(session, name);
    const wanted = specs.length > 0 ? specs : forwardablePorts(service);
    const { balance } = options;
    for (const port of wanted) {
      const spec = { ...specOf(service, port), ...(balance && { balance }) };
      printForward(await session.core.forwards.start(spec, { exact: spec.localPort !== undefined }), options);
    }
    const quiet = reportTroubles(session);
    await stopped;
    quiet();
  } finally {
    await session.core.close();
  }
}

function serviceName(target: string): string {
  const match = /^(?:svc|services?)\/(?<name>[^/]+)$/.exec(target);
  const name = match?.groups?.['name'];
  if (name === undefined) throw fail('invalid', { detail: `${target} is not svc/NAME` });
  return name;
}

async function findService(session: Session, name: string): Promise<ServiceRow> {
  const namespace = session.namespace ?? 'default';
  const source = serviceRows(session.core.clusters.cluster(session.context), { namespace });
  try {
    const row = (await whenLive(session, source)).find((service) => service.name === name);
    if (!row) throw fail('service-gone', { namespace, name });
    return row;
  } finally {
    source.close();
  }
}

/** Every port that can be forwarded; ports of one number stay one. */
function forwardablePorts({ ports }: ServiceRow): readonly PortSpec[] {
  return ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => ({ local: 'free', port }));
}

function specOf(service: ServiceRow, { local, port }: PortSpec): ForwardSpec {
  const found = service.ports.find((one) => (typeof port === 'number' ? one.port === port : one.name === port));
  if (!found) {
    const known = service.ports
      .map((one) => (one.name === undefined ? one.port : `${one.port} (${one.name})`))
      .join(', ');
    throw fail('service-without-port', { service: service.name, port, ports: known });
  }
  const localPort = local === 'same' ? found.port : local === 'free' ? undefined : local;
  const { context, namespace, name } = service;
  return { context, namespace, name, port: found.port, ...(localPort !== undefined && { localPort }) };
}

function printForward({ spec, local, policy, endpoints }: ForwardView, { output }: ClusterOptions): void {
  const { namespace, name, port } = spec;
  const ready = endpoints.filter(({ state }) => state === 'ready').length;
  const line =
    output === 'json'
      ? JSON.stringify({
          local: local?.port,
          addresses: local?.addresses,
          namespace,
          service: name,
          port,
          ready,
          balance: policy,
        })
      : `localhost:${local?.port ?? ''} -> ${namespace}/${name}:${port}, ${ready} ready endpoints, ${policy}`;
  process.stdout.write(`${line}\n`);
}

/** Says once on stderr what a forward waits for, why its last connection failed, or that it takes a detour, whenever that changes. */
function reportTroubles({ core }: Session): () => void {
  const said = new Map<string, string>();
  return core.forwards.views.subscribe(() => {
    for (const { key, spec, state, lastFailure, protocol } of core.forwards.views.items.values()) {
      const failure = 'failure' in state ? state.failure : lastFailure;
      const way =
        protocol?.name === 'websocket' ? m.forwards_by_websocket({ sentence: sentence(protocol.reason) }) : '';
      const text = failure ? sentence(failure) : way;
      if (text !== '' && text !== said.get(key)) process.stderr.write(`portolan: ${spec.name}:${spec.port}: ${text}\n`);
      said.set(key, text);
    }
  });
}
