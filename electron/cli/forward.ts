import { Option, type Command } from 'commander';
import { balanceNames } from '../../shared/model/balance.ts';
import { parseHost } from './http-options.ts';
import { detourText } from '../../shared/detour-text.ts';
import { AppError, fail } from '../../shared/failure.ts';
import type { BalanceName } from '../../shared/model/balance.ts';
import type { ForwardSpec, ForwardView } from '../../shared/model/forward.ts';
import type { StartReport } from '../../shared/model/profile.ts';
import type { ServiceRow } from '../../shared/model/service.ts';
import { forwardSpecSchema } from '../../shared/schemas.ts';
import { sentence } from '../../shared/sentence.ts';
import { systemClock } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { startNamespace } from '../core/forward/many/namespace.ts';
import { serviceRows } from '../core/services/rows.ts';
import { httpWishes, type HttpOptions } from './http-options.ts';
import { withClusterOptions, outputOption, type ClusterOptions } from './options.ts';
import { openProfiles } from './profiles.ts';
import { serviceName } from './service-name.ts';
import { parsePortSpec, type PortSpec } from './port-spec.ts';
import { printRequests } from './request-lines.ts';
import { stopSignal } from './stop-signal.ts';
import { openSession, whenLive, type Session } from './session.ts';

/** Adds `portolan forward`. */
export function addForward(portolan: Command): void {
  withClusterOptions(
    portolan.command('forward').argument('[service]', 'svc/NAME').argument('[ports...]', '[LOCAL:]PORT (default: all)'),
  )
    .description("forward a Service's ports to this computer, balanced over its ready endpoints")
    .addOption(new Option('--balance <name>', 'who gets the next connection').choices(balanceNames))
    .option('--all', 'every Service of the namespace, in place of one')
    .option('--all-ports', 'with --all: every TCP port of each, not only its main one')
    .option('--own-addresses', 'with --all: a loopback address (127.x.y.z) for each Service, on the ports it has')
    .option('--address <ip>', 'listen on this loopback address (127.x.y.z) alone')
    .option('--profile <name>', 'the forwards of this profile, in place of a Service')
    .option('--http', 'balance each HTTP request by itself (default: where appProtocol says http)')
    .option('--no-http', 'balance connections, and look into none')
    .option('--host <name>', 'the Host that the app is told: cluster for the DNS name, or a name', parseHost)
    .option('--log', 'print a line for each HTTP request')
    .addOption(outputOption())
    .action(runForward);
}

interface ForwardOptions extends ClusterOptions, HttpOptions {
  readonly balance?: BalanceName;
  readonly profile?: string;
  readonly all?: boolean;
  readonly allPorts?: boolean;
  readonly ownAddresses?: boolean;
  readonly address?: string;
  /** Print the requests. */
  readonly log?: boolean;
}

/** `portolan forward svc/NAME [LOCAL:]PORT…`, or of a profile: forwards until SIGINT or SIGTERM. */
async function runForward(
  target: string | undefined,
  ports: readonly string[],
  options: ForwardOptions,
): Promise<void> {
  const { profile, all = false } = options;
  if ([target !== undefined, profile !== undefined, all].filter(Boolean).length !== 1)
    throw fail('invalid', { detail: 'name either a Service (svc/NAME), a --profile, or --all' });
  if (profile !== undefined) return forwardProfile(profile, options);
  if (target === undefined) return forwardNamespace(options);
  return forwardService(target, ports, options);
}

async function forwardProfile(name: string, options: ForwardOptions): Promise<void> {
  const { core, profiles } = await openProfiles(options);
  await forwardMany(core, options, () => profiles.start(name));
}

async function forwardNamespace(options: ForwardOptions): Promise<void> {
  const { core, context, namespace = 'default' } = await openSession(options);
  const cluster = core.clusters.cluster(context);
  const wish = {
    ports: options.allPorts ? 'all' : 'main',
    addresses: options.ownAddresses ? 'own' : 'shared',
  } as const;
  await forwardMany(core, options, () =>
    startNamespace({ cluster, namespace, forwards: core.forwards, clock: systemClock, ...wish }),
  );
}

async function forwardMany(core: Core, options: ForwardOptions, start: () => Promise<StartReport>): Promise<void> {
  const stopped = stopSignal();
  try {
    reportStart(await start());
    for (const view of core.forwards.views.items.values()) printForward(view, options);
    const quiet = reportTroubles({ core });
    await stopped;
    quiet();
  } finally {
    await core.close();
  }
}

/** What could not be started goes to stderr; nothing at all started is an error of the whole. */
function reportStart({ started, failed }: StartReport): void {
  const [first] = failed;
  if (started === 0 && first) throw new AppError(first.failure);
  for (const { service, failure } of failed) process.stderr.write(`portolan: ${service}: ${sentence(failure)}\n`);
}

async function forwardService(target: string, ports: readonly string[], options: ForwardOptions): Promise<void> {
  const stopped = stopSignal();
  const name = serviceName(target);
  const specs = ports.map(parsePortSpec);
  const session = await openSession(options);
  try {
    const service = await findService(session, name);
    const wanted = specs.length > 0 ? specs : forwardablePorts(service);
    const { balance, log } = options;
    const { forwards } = session.core;
    const address = options.address === undefined ? undefined : loopbackAddress(options.address);
    const wishes = { ...(balance && { balance }), ...httpWishes(options), ...(address !== undefined && { address }) };
    for (const port of wanted) {
      const spec = { ...specOf(service, port), ...wishes };
      const view = await forwards.start(spec, { exact: spec.localPort !== undefined });
      printForward(view, options);
      if (log) printRequests(forwards.requests(view.key).entries, { service: name, output: options.output });
    }
    const quiet = reportTroubles(session);
    await stopped;
    quiet();
  } finally {
    await session.core.close();
  }
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

function loopbackAddress(text: string): string {
  const address = forwardSpecSchema.shape.address.safeParse(text);
  if (address.data === undefined) throw fail('invalid', { detail: `${text} is not a loopback address (127.x.y.z)` });
  return address.data;
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
      : `${spec.address ?? 'localhost'}:${local?.port ?? ''} -> ${namespace}/${name}:${port}, ${ready} ready endpoints, ${policy}`;
  process.stdout.write(`${line}\n`);
}

/**
 * Says once on stderr what a forward waits for, why its last connection failed, or that it takes a detour, whenever that
 * changes.
 */
function reportTroubles({ core }: Pick<Session, 'core'>): () => void {
  const said = new Map<string, string>();
  return core.forwards.views.subscribe(() => {
    for (const { key, spec, state, lastFailure, protocol } of core.forwards.views.items.values()) {
      const failure = 'failure' in state ? state.failure : lastFailure;
      const text = failure ? sentence(failure) : (detourText(protocol) ?? '');
      if (text !== '' && text !== said.get(key)) process.stderr.write(`portolan: ${spec.name}:${spec.port}: ${text}\n`);
      said.set(key, text);
    }
  });
}
