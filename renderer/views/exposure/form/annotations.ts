/** One annotation that a maker of load balancers reads. The API server checks none of them. */
export interface KnownAnnotation {
  readonly key: string;
  readonly what: 'internal' | 'address' | 'kind' | 'source' | 'other';
  /** `choice` has options; the empty one takes the annotation away. */
  readonly look: 'choice' | 'ips' | 'cidrs' | 'number' | 'names';
  readonly options?: readonly string[];
  /** Read only when the load balancer is made. */
  readonly early?: true;
}

const P = 'service.beta.kubernetes.io/';
const ON = ['', 'true', 'false'] as const;

const internal = (key: string, options: readonly string[] = ON): KnownAnnotation => ({
  key,
  what: 'internal',
  look: 'choice',
  options,
  early: true,
});
const address = (key: string, look: 'ips' | 'names'): KnownAnnotation => ({ key, what: 'address', look });
const kind = (key: string, options: readonly string[]): KnownAnnotation => ({
  key,
  what: 'kind',
  look: 'choice',
  options: ['', ...options],
  early: true,
});
const other = (key: string, look: KnownAnnotation['look'], options?: readonly string[]): KnownAnnotation => ({
  key,
  what: 'other',
  look,
  ...(options && { options: ['', ...options] }),
});

/** By the name that providers are detected by. */
export const annotationsOf: Readonly<Record<string, readonly KnownAnnotation[]>> = {
  AWS: [
    internal(`${P}aws-load-balancer-scheme`, ['', 'internal', 'internet-facing']),
    internal(`${P}aws-load-balancer-internal`),
    kind(`${P}aws-load-balancer-type`, ['nlb', 'external']),
    kind(`${P}aws-load-balancer-nlb-target-type`, ['instance', 'ip']),
    address(`${P}aws-load-balancer-eip-allocations`, 'names'),
    address(`${P}aws-load-balancer-private-ipv4-addresses`, 'ips'),
    other(`${P}aws-load-balancer-subnets`, 'names'),
    other(`${P}aws-load-balancer-security-groups`, 'names'),
    other(`${P}aws-load-balancer-proxy-protocol`, 'choice', ['*']),
    other(`${P}aws-load-balancer-ssl-cert`, 'names'),
    other(`${P}aws-load-balancer-ssl-ports`, 'names'),
  ],
  GCP: [
    internal('networking.gke.io/load-balancer-type', ['', 'Internal', 'External']),
    address('networking.gke.io/load-balancer-ip-addresses', 'names'),
    kind('cloud.google.com/l4-rbs', ['enabled']),
    other('cloud.google.com/network-tier', 'choice', ['Premium', 'Standard']),
    other('networking.gke.io/load-balancer-subnet', 'names'),
    other('networking.gke.io/internal-load-balancer-allow-global-access', 'choice', ['true', 'false']),
    other('networking.gke.io/weighted-load-balancing', 'choice', ['pods-per-node']),
  ],
  Azure: [
    internal(`${P}azure-load-balancer-internal`),
    { ...other(`${P}azure-load-balancer-internal-subnet`, 'names'), early: true },
    address(`${P}azure-load-balancer-ipv4`, 'ips'),
    address(`${P}azure-load-balancer-ipv6`, 'ips'),
    address(`${P}azure-pip-name`, 'names'),
    other(`${P}azure-load-balancer-resource-group`, 'names'),
    { key: `${P}azure-allowed-ip-ranges`, what: 'source', look: 'cidrs' },
    other(`${P}azure-load-balancer-tcp-idle-timeout`, 'number'),
    other(`${P}azure-dns-label-name`, 'names'),
  ],
  DigitalOcean: [
    internal(`${P}do-loadbalancer-network`, ['', 'INTERNAL', 'EXTERNAL']),
    kind(`${P}do-loadbalancer-type`, ['REGIONAL', 'REGIONAL_NETWORK']),
    other(`${P}do-loadbalancer-size-unit`, 'number'),
    other(`${P}do-loadbalancer-hostname`, 'names'),
  ],
  Hetzner: [
    internal('load-balancer.hetzner.cloud/disable-public-network'),
    internal('load-balancer.hetzner.cloud/use-private-ip'),
    kind('load-balancer.hetzner.cloud/type', ['lb11', 'lb21', 'lb31']),
    { ...other('load-balancer.hetzner.cloud/location', 'names'), early: true },
    other('load-balancer.hetzner.cloud/uses-proxyprotocol', 'choice', ['true', 'false']),
  ],
  OpenStack: [
    internal(`${P}openstack-internal-load-balancer`),
    other('loadbalancer.openstack.org/flavor-id', 'names'),
    other('loadbalancer.openstack.org/keep-floatingip', 'choice', ['true', 'false']),
    other('loadbalancer.openstack.org/proxy-protocol', 'choice', ['true', 'false']),
  ],
  Oracle: [
    internal(`${P}oci-load-balancer-internal`),
    kind('oci.oraclecloud.com/load-balancer-type', ['lb', 'nlb']),
    other(`${P}oci-load-balancer-shape`, 'names'),
    other(`${P}oci-load-balancer-subnet1`, 'names'),
    other('oci.oraclecloud.com/oci-network-security-groups', 'names'),
  ],
  Linode: [
    address(`${P}linode-loadbalancer-reserved-ipv4`, 'ips'),
    other(`${P}linode-loadbalancer-default-proxy-protocol`, 'choice', ['none', 'v1', 'v2']),
    other(`${P}linode-loadbalancer-preserve`, 'choice', ['true', 'false']),
  ],
  Scaleway: [
    internal(`${P}scw-loadbalancer-private`),
    address(`${P}scw-loadbalancer-ip-ids`, 'names'),
    kind(`${P}scw-loadbalancer-type`, ['LB-S', 'LB-GP-M']),
    other(`${P}scw-loadbalancer-zone`, 'names'),
  ],
  Civo: [
    address('kubernetes.civo.com/ipv4-address', 'ips'),
    other('kubernetes.civo.com/loadbalancer-algorithm', 'names'),
    other('kubernetes.civo.com/firewall-id', 'names'),
  ],
  Alibaba: [
    internal(`${P}alibaba-cloud-loadbalancer-address-type`, ['', 'intranet', 'internet']),
    address(`${P}alibaba-cloud-loadbalancer-ip`, 'ips'),
    other(`${P}alibaba-cloud-loadbalancer-id`, 'names'),
    other(`${P}alibaba-cloud-loadbalancer-bandwidth`, 'number'),
  ],
  IBM: [internal('service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', ['', 'private', 'public'])],
  MetalLB: [
    address('metallb.io/loadBalancerIPs', 'ips'),
    other('metallb.io/address-pool', 'names'),
    other('metallb.io/allow-shared-ip', 'names'),
  ],
  'kube-vip': [
    address('kube-vip.io/loadbalancerIPs', 'ips'),
    other('kube-vip.io/loadbalancerHostname', 'names'),
    other('kube-vip.io/ignore', 'choice', ['true', 'false']),
  ],
  Cilium: [address('lbipam.cilium.io/ips', 'ips'), other('lbipam.cilium.io/sharing-key', 'names')],
  OpenELB: [
    kind('lb.kubesphere.io/v1alpha1', ['openelb']),
    address('eip.openelb.kubesphere.io/v1alpha1', 'ips'),
    other('eip.openelb.kubesphere.io/v1alpha2', 'names'),
    other('protocol.openelb.kubesphere.io/v1alpha1', 'choice', ['layer2', 'bgp', 'vip']),
  ],
};

/** Annotations that make a load balancer internal, and public again; undefined takes one away. */
export interface InternalSwitch {
  readonly on: Readonly<Record<string, string>>;
  readonly off: Readonly<Record<string, string | undefined>>;
}

const byOne = (key: string, value: string): InternalSwitch => ({ on: { [key]: value }, off: { [key]: undefined } });

/** By provider, where an annotation decides it. */
export const internalSwitches: Readonly<Record<string, InternalSwitch>> = {
  // The one for the cloud's own controller, the other for the AWS Load Balancer Controller, which is internal unless told.
  AWS: {
    on: { [`${P}aws-load-balancer-internal`]: 'true', [`${P}aws-load-balancer-scheme`]: 'internal' },
    off: { [`${P}aws-load-balancer-internal`]: undefined, [`${P}aws-load-balancer-scheme`]: 'internet-facing' },
  },
  GCP: byOne('networking.gke.io/load-balancer-type', 'Internal'),
  Azure: byOne(`${P}azure-load-balancer-internal`, 'true'),
  DigitalOcean: byOne(`${P}do-loadbalancer-network`, 'INTERNAL'),
  Hetzner: {
    on: {
      'load-balancer.hetzner.cloud/disable-public-network': 'true',
      'load-balancer.hetzner.cloud/use-private-ip': 'true',
    },
    off: {
      'load-balancer.hetzner.cloud/disable-public-network': undefined,
      'load-balancer.hetzner.cloud/use-private-ip': undefined,
    },
  },
  OpenStack: byOne(`${P}openstack-internal-load-balancer`, 'true'),
  Oracle: byOne(`${P}oci-load-balancer-internal`, 'true'),
  Scaleway: byOne(`${P}scw-loadbalancer-private`, 'true'),
  Alibaba: byOne(`${P}alibaba-cloud-loadbalancer-address-type`, 'intranet'),
  IBM: byOne('service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private'),
};

/** Whether all annotations say so; `some`: only some of them. */
export function internalState({ on }: InternalSwitch, textOf: (key: string) => string): 'on' | 'off' | 'some' {
  const set = Object.entries(on).filter(([key, value]) => textOf(key) === value);
  if (set.length === 0) return 'off';
  return set.length === Object.keys(on).length ? 'on' : 'some';
}

/** What is wrong with a value, which the server would take all the same; undefined where nothing is. */
export type AnnotationFault = 'ips' | 'cidrs' | 'number' | 'names';

export function faultOf({ look }: KnownAnnotation, value: string): AnnotationFault | undefined {
  if (value === '' || look === 'choice') return undefined;
  if (look === 'number') return /^\d{1,9}$/.test(value) ? undefined : look;
  const parts = value.split(',').map((part) => part.trim());
  const fits = { ips: isAddress, cidrs: isRange, names: (part: string) => part !== '' && !/\s/.test(part) }[look];
  return parts.every(fits) ? undefined : look;
}

function isAddress(text: string): boolean {
  const bytes = text.split('.');
  if (bytes.length === 4) return bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
  return /^[0-9a-f:]{2,39}$/i.test(text) && text.includes(':') && !text.includes(':::');
}

function isRange(text: string): boolean {
  const [ip = '', length = '', ...more] = text.split('/');
  const most = ip.includes(':') ? 128 : 32;
  return more.length === 0 && isAddress(ip) && /^\d{1,3}$/.test(length) && Number(length) <= most;
}
