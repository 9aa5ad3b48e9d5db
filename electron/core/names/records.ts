import { isIP } from 'node:net';
import type { ClusterDns, DnsRecord } from '../../../shared/model/names.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import type { EndpointSlice, Pod, Service, SliceEndpoint } from '../kube/objects.ts';
import { servicePorts, slicePorts } from '../services/ports.ts';

export interface NamesOf {
  readonly service: Service;
  /** The Service's own. */
  readonly slices: readonly EndpointSlice[];
  /** Those behind the Service. */
  readonly pods: readonly Pod[];
  readonly dns: ClusterDns;
}

/**
 * Every record that the cluster's DNS has for a Service and the Pods behind it, as CoreDNS makes them.
 * https://github.com/kubernetes/dns/blob/master/docs/specification.md; CoreDNS: plugin/kubernetes
 */
export function dnsRecords(of: NamesOf): readonly DnsRecord[] {
  const { service, dns } = of;
  const name = serviceName(service, dns.domain);
  if (service.spec.type === 'ExternalName') return alias(name, service.spec.externalName ?? '');
  const endpoints = readyEndpoints(of);
  const addresses = service.spec.clusterIP === 'None' ? endpoints.map(({ address }) => address) : clusterIPs(service);
  const own = addressRecords(name, addresses, { of: 'service' });
  return [
    ...own,
    ...(service.spec.clusterIP === 'None' ? endpointPorts(name, endpoints) : servicePortRecords(service, name)),
    ...endpointRecords(name, endpoints),
    ...podRecords(of),
    ...(dns.reverse ? reverseRecords(service, name, endpoints) : []),
  ];
}

/** `NAME.NAMESPACE.svc.DOMAIN`. */
function serviceName({ metadata: { name, namespace = '' } }: Service, domain: string): string {
  return `${name}.${namespace}.svc.${domain}`;
}

/** How many addresses are ready, whatever the port. */
export function readyAddresses(slices: readonly EndpointSlice[]): number {
  return new Set(slices.flatMap(({ endpoints }) => (endpoints ?? []).filter(isReady).flatMap((one) => one.addresses)))
    .size;
}

/** An address as a name is no alias: it is not answered at all. */
function alias(name: string, host: string): readonly DnsRecord[] {
  const isName = host !== '' && isIP(host) === 0;
  return isName ? [{ type: 'CNAME', name, of: 'service', values: [host.replace(/\.$/, '')] }] : [];
}

interface Ready {
  readonly address: string;
  readonly label: string;
  readonly pod: string | undefined;
  readonly ports: readonly { readonly name?: string; readonly protocol: string; readonly port: number }[];
}

function readyEndpoints({ slices, dns }: NamesOf): readonly Ready[] {
  const ready = slices.flatMap((slice) =>
    slice.addressType === 'FQDN'
      ? []
      : (slice.endpoints ?? []).filter(isReady).flatMap((endpoint) =>
          endpoint.addresses.map((address) => ({
            address,
            label: endpointLabel(endpoint, address, dns),
            pod: endpoint.targetRef?.kind === 'Pod' ? endpoint.targetRef.name : undefined,
            ports: slicePorts(slice),
          })),
        ),
  );
  return ready.sort((a, b) => compare(a.label, b.label));
}

function isReady({ conditions }: SliceEndpoint): boolean {
  return conditions?.ready !== false;
}

/** Hostname, Pod name where CoreDNS is told to take it, else the address with dashes. */
function endpointLabel({ hostname, targetRef }: SliceEndpoint, address: string, { endpointNames }: ClusterDns): string {
  if (hostname !== undefined && hostname !== '') return hostname;
  const pod = targetRef?.name;
  return endpointNames === 'pod' && pod !== undefined && pod.length < 64 ? pod : endpointAddressLabel(address);
}

function endpointAddressLabel(address: string): string {
  return dashed(address).replace(/-$/, '-0');
}

function dashed(address: string): string {
  return address.replaceAll(/[.:]/g, '-');
}

function addressRecords(
  name: string,
  addresses: readonly string[],
  { of, pod }: { readonly of: DnsRecord['of']; readonly pod?: string | undefined },
): readonly DnsRecord[] {
  return ([4, 6] as const).flatMap((family) => {
    const values = [...new Set(addresses)].filter((address) => isIP(address) === family).sort(compare);
    const type = family === 4 ? ('A' as const) : ('AAAA' as const);
    return values.length === 0 ? [] : [{ type, name, of, values, ...(pod !== undefined && { pod }) }];
  });
}

/** One for each named port; and all ports, named or not, at the Service's own name. */
function servicePortRecords(service: Service, name: string): readonly DnsRecord[] {
  const ports = servicePorts(service);
  if (clusterIPs(service).length === 0 || ports.length === 0) return [];
  return srvRecords(
    name,
    ports.map((port) => ({ ...port, target: name })),
  );
}

/** A headless Service's ports are those of its endpoints: the target's number, at the endpoint's own name. */
function endpointPorts(name: string, endpoints: readonly Ready[]): readonly DnsRecord[] {
  return srvRecords(
    name,
    endpoints.flatMap(({ label, ports }) => ports.map((port) => ({ ...port, target: `${label}.${name}` }))),
  );
}

interface Target {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  readonly target: string;
}

function srvRecords(name: string, targets: readonly Target[]): readonly DnsRecord[] {
  const values = new Map<string, Set<string>>();
  const add = (owner: string, value: string): void => {
    values.set(owner, (values.get(owner) ?? new Set()).add(value));
  };
  for (const { name: port, protocol, port: number, target } of targets) {
    if (port !== undefined) add(`_${port}._${protocol.toLowerCase()}.${name}`, `${number} ${target}`);
  }
  for (const { port: number, target } of targets) add(name, `${number} ${target}`);
  return [...values].map(([owner, set]) => ({ type: 'SRV', name: owner, of: 'port', values: [...set].sort(compare) }));
}

/** Also behind a cluster IP: CoreDNS answers for each endpoint, whatever the type. */
function endpointRecords(name: string, endpoints: readonly Ready[]): readonly DnsRecord[] {
  return [...groupBy(endpoints, ({ label }) => [label])].flatMap(([label, group]) =>
    addressRecords(
      `${label}.${name}`,
      group.map(({ address }) => address),
      { of: 'endpoint', pod: group[0]?.pod },
    ),
  );
}

function podRecords({ pods, dns }: NamesOf): readonly DnsRecord[] {
  if (dns.podNames === 'disabled') return [];
  return pods
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && !isOver(status?.phase))
    .flatMap(({ metadata: { name, namespace = '' }, status }) =>
      (status?.podIPs ?? []).flatMap(({ ip }) =>
        addressRecords(`${dashed(ip)}.${namespace}.pod.${dns.domain}`, [ip], { of: 'pod', pod: name }),
      ),
    );
}

function isOver(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function reverseRecords(service: Service, name: string, endpoints: readonly Ready[]): readonly DnsRecord[] {
  const ptr = (address: string, value: string, pod?: string): DnsRecord => ({
    type: 'PTR',
    name: address,
    of: 'address',
    values: [value],
    ...(pod !== undefined && { pod }),
  });
  const unique = new Map(endpoints.map((one) => [`${one.address} ${one.label}`, one]));
  return [
    ...clusterIPs(service).map((address) => ptr(address, name)),
    ...[...unique.values()].map(({ address, label, pod }) => ptr(address, `${label}.${name}`, pod)),
  ];
}

function clusterIPs({ spec }: Service): readonly string[] {
  const all = spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP]);
  return all.filter((address) => isIP(address) !== 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
