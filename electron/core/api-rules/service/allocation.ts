import { internal, unprocessable, unworded } from '../status-error.ts';
import type { StatusError } from '../status-error.ts';
import { invalid } from '../validation/field-error.ts';
import { parseAddress } from '../validation/ip.ts';
import type { Taken } from '../strategy.ts';
import { allocatesNodePorts, hasNodePorts, isExternalName, isHeadless, needsHealthCheck } from './service.ts';
import { nodePortsOf } from './service.ts';
import type { ServicePort, ServiceSpec } from './service.ts';

export interface AllocationOptions {
  readonly name: string;
  readonly spec: ServiceSpec;
  readonly old: ServiceSpec | undefined;
  readonly dryRun: boolean;
}

interface Ranges {
  /** `10.96`: the cluster's Service addresses are a /16. */
  readonly network: string;
  readonly nodePorts: { readonly from: number; readonly to: number };
  /** For a forecast: a dry run that knows of numbers that are taken or out of range, as the server's own does not. */
  readonly isForecast: boolean;
}

const RANGES: Ranges = { network: '10.96', nodePorts: { from: 30_000, to: 32_767 }, isForecast: false };
const NOT_KEPT: Taken = { commit: () => undefined, revert: () => undefined };

/**
 * The addresses and node ports of all Services. Numbers at the low end of each range are left to those who ask for
 * them by name. A dry run gives out placeholders.
 */
export class Allocations {
  readonly #random: () => number;
  readonly #ranges: Ranges;
  readonly #ips = new Set<string>();
  readonly #ports = new Set<number>();

  constructor(random: () => number, ranges: Partial<Ranges> = {}) {
    this.#random = random;
    this.#ranges = { ...RANGES, ...ranges };
  }

  /** Fills addresses and ports into `spec`. What it takes is free again after `revert`, what it frees after `commit`. */
  take(options: AllocationOptions): Taken {
    const taking = new Taking({ ...options, ips: this.#ips, ports: this.#ports, next: this });
    try {
      taking.addresses();
      taking.nodePorts();
      taking.healthCheckPort();
    } catch (error) {
      taking.revert();
      throw error;
    }
    return options.dryRun ? NOT_KEPT : taking;
  }

  /** Counts as taken what a Service has. */
  hold(spec: Readonly<ServiceSpec>): void {
    if (!isExternalName(spec)) for (const ip of spec.clusterIPs ?? []) this.#ips.add(ip);
    if (hasNodePorts(spec)) for (const port of nodePortsOf(spec)) this.#ports.add(port);
    if (needsHealthCheck(spec) && spec.healthCheckNodePort !== undefined) this.#ports.add(spec.healthCheckNodePort);
  }

  release(spec: ServiceSpec): void {
    if (!isExternalName(spec)) for (const ip of spec.clusterIPs ?? []) this.#ips.delete(ip);
    for (const port of nodePortsOf(spec)) this.#ports.delete(port);
    if (needsHealthCheck(spec) && spec.healthCheckNodePort !== undefined) this.#ports.delete(spec.healthCheckNodePort);
  }

  /** A free address, from the part of the range that is not left to those who ask by number. */
  nextAddress(): string | undefined {
    const { network } = this.#ranges;
    const size = 65_534;
    const reserved = 256;
    return this.#free(reserved + 1, size, (at) => {
      const ip = `${network}.${at >> 8}.${at & 255}`;
      return this.#ips.has(ip) ? undefined : ip;
    });
  }

  nextPort(): number | undefined {
    const { from, to } = this.#ranges.nodePorts;
    const size = to - from + 1;
    const reserved = size < 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 32)), 128);
    const ifFree = (at: number): number | undefined => (this.#ports.has(at) ? undefined : at);
    return this.#free(from + reserved, to, ifFree) ?? this.#free(from, from + reserved - 1, ifFree);
  }

  hasAddress(ip: string): boolean {
    return this.#ranges.isForecast || ip.startsWith(`${this.#ranges.network}.`);
  }

  get isForecast(): boolean {
    return this.#ranges.isForecast;
  }

  get portRange(): Ranges['nodePorts'] {
    return this.#ranges.nodePorts;
  }

  get networkAddress(): string {
    return `${this.#ranges.network}.0.0`;
  }

  #free<T>(from: number, to: number, ifFree: (at: number) => T | undefined): T | undefined {
    const size = to - from + 1;
    const start = Math.floor(this.#random() * size);
    for (let step = 0; step < size; step++) {
      const found = ifFree(from + ((start + step) % size));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

interface TakingOptions extends AllocationOptions {
  readonly ips: Set<string>;
  readonly ports: Set<number>;
  readonly next: Allocations;
}

/** One write's hold on addresses and ports. */
class Taking implements Taken {
  readonly #options: TakingOptions;
  readonly #takenIPs: string[] = [];
  readonly #takenPorts: number[] = [];
  readonly #freedIPs: string[] = [];
  readonly #freedPorts: number[] = [];
  /** What a dry run gives out next. */
  #placeholder = 32_768;

  constructor(options: TakingOptions) {
    this.#options = options;
  }

  commit(): void {
    const { spec, ips, ports } = this.#options;
    const kept = nodePortsOf(spec);
    for (const ip of this.#freedIPs) ips.delete(ip);
    for (const port of this.#freedPorts) if (!kept.includes(port)) ports.delete(port);
  }

  revert(): void {
    for (const ip of this.#takenIPs) this.#options.ips.delete(ip);
    for (const port of this.#takenPorts) this.#options.ports.delete(port);
  }

  addresses(): void {
    const { spec, old } = this.#options;
    if (old && !isExternalName(old)) {
      if (isExternalName(spec) && !isHeadless(old)) this.#freedIPs.push(...(old.clusterIPs ?? []));
      this.#secondAddress();
      return;
    }
    if (isExternalName(spec) || isHeadless(spec)) return;
    const [asked] = spec.clusterIPs ?? [];
    const ip = asked ?? this.#nextAddress(spec.ipFamilies?.[0]);
    if (asked !== undefined) this.#takeAddress(asked);
    spec.clusterIPs = [ip, ...(spec.clusterIPs ?? []).slice(1)];
    spec.clusterIP = ip;
    this.#secondAddress();
  }

  /** Of the other family, where the cluster has two. */
  #secondAddress(): void {
    const { spec } = this.#options;
    const { clusterIPs = [], ipFamilies = [] } = spec;
    if (isExternalName(spec) || isHeadless(spec) || ipFamilies.length < 2 || clusterIPs.length !== 1) return;
    spec.clusterIPs = [...clusterIPs, this.#nextAddress(ipFamilies[1])];
  }

  nodePorts(): void {
    const { spec, old } = this.#options;
    if (old && hasNodePorts(old) && !hasNodePorts(spec)) this.#freedPorts.push(...nodePortsOf(old));
    if (!hasNodePorts(spec)) return;
    if (old) this.#changePorts(old);
    else this.#firstPorts();
  }

  healthCheckPort(): void {
    const { spec, old } = this.#options;
    const wasNeeded = old !== undefined && needsHealthCheck(old);
    if (wasNeeded && !needsHealthCheck(spec) && old.healthCheckNodePort !== undefined)
      this.#freedPorts.push(old.healthCheckNodePort);
    if (wasNeeded || !needsHealthCheck(spec)) return;
    const asked = spec.healthCheckNodePort;
    if (asked === undefined) {
      const port = this.#nextPort('a HealthCheck NodePort 0');
      spec.healthCheckNodePort = port;
      return;
    }
    const why = this.#takePort(asked);
    if (why !== undefined) throw internal(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`);
  }

  /** Ports of one number, such as DNS over TCP and UDP, share their node port. */
  #firstPorts(): void {
    const { spec } = this.#options;
    const byPort = new Map<number, number>();
    (spec.ports ?? []).forEach((port, index) => {
      if (port.nodePort === undefined && !allocatesNodePorts(spec)) return;
      const shared = byPort.get(port.port);
      if (shared === undefined) {
        const asked = spec.ports?.find((one) => one.port === port.port && one.nodePort !== undefined)?.nodePort;
        if (asked !== undefined) this.#takeAsked(asked, index);
        port.nodePort = asked ?? this.#nextPort('a nodePort');
        byPort.set(port.port, port.nodePort);
      } else if (port.nodePort === undefined) port.nodePort = shared;
      else if (port.nodePort !== shared) this.#takeAsked(port.nodePort, index);
    });
  }

  #changePorts(old: ServiceSpec): void {
    const { spec } = this.#options;
    const before = nodePortsOf(old);
    const seen: ServicePort[] = [];
    (spec.ports ?? []).forEach((port, index) => {
      if (port.nodePort === undefined && !allocatesNodePorts(spec)) return;
      if (port.nodePort === undefined) port.nodePort = this.#nextPort('a nodePort');
      else if (!before.includes(port.nodePort) && !this.#takenPorts.includes(port.nodePort))
        this.#takeAsked(port.nodePort, index);
      if (seen.some(({ protocol, nodePort }) => protocol === port.protocol && nodePort === port.nodePort))
        throw unworded(`duplicate nodePort: {${port.protocol ?? ''} ${port.nodePort}}`);
      seen.push(port);
    });
    const now = nodePortsOf(spec);
    this.#freedPorts.push(...before.filter((number) => !now.includes(number)));
  }

  #takeAsked(number: number, index: number): void {
    const why = this.#takePort(number);
    if (why !== undefined) throw this.#invalid(`spec.ports[${index}].nodePort`, number, why);
  }

  /** Why a port can't be had, if so. A dry run knows nothing of the range. */
  #takePort(number: number): string | undefined {
    const { ports, next, dryRun } = this.#options;
    const { from, to } = next.portRange;
    if ((!dryRun || next.isForecast) && (number < from || number > to))
      return `provided port is not in the valid range. The range of valid ports is ${from}-${to}`;
    if (ports.has(number) || this.#takenPorts.includes(number)) return 'provided port is already allocated';
    this.#holdPort(number);
    return undefined;
  }

  #nextPort(what: string): number {
    if (this.#options.dryRun) return ++this.#placeholder;
    const port = this.#options.next.nextPort();
    if (port === undefined) throw internal(`failed to allocate ${what}: range is full`);
    this.#holdPort(port);
    return port;
  }

  /** In a dry run, too: two ports of one request must not have one number. */
  #holdPort(number: number): void {
    this.#takenPorts.push(number);
    if (!this.#options.dryRun) this.#options.ports.add(number);
  }

  #nextAddress(family = 'IPv4'): string {
    const { name, next, ips, dryRun } = this.#options;
    if (dryRun) return family === 'IPv6' ? 'fd00::' : next.networkAddress;
    const ip = next.nextAddress();
    if (name === '') {
      const why = `IPAddress.networking.k8s.io "${ip ?? ''}" is invalid: spec.parentRef.name: Required value`;
      throw this.#invalid('spec.clusterIPs', [''], `failed to allocate IP: ${why}`);
    }
    if (ip === undefined) throw internal(`failed to allocate a serviceIP for Service "${name}": range is full`);
    ips.add(ip);
    this.#takenIPs.push(ip);
    return ip;
  }

  #takeAddress(asked: string): void {
    const { next, ips, dryRun, spec } = this.#options;
    const ip = parseAddress(asked)?.canonical ?? asked;
    const refuse = (why: string): StatusError =>
      this.#invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${why}`);
    if (!next.hasAddress(ip))
      throw refuse(
        dryRun
          ? `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${next.networkAddress}/16`
          : 'the provided network does not match the current range',
      );
    if (dryRun && !next.isForecast) return;
    if (ips.has(ip)) throw refuse('provided IP is already allocated');
    if (dryRun) return;
    ips.add(ip);
    this.#takenIPs.push(ip);
  }

  #invalid(path: string, value: unknown, detail: string): StatusError {
    return unprocessable({ name: this.#options.name, kind: 'Service' }, [invalid(path, value, detail)]);
  }
}
