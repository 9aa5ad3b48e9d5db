import type { Price } from '../../../shared/cost-schema.ts';

/** A Service as far as it says which load balancer it wants. */
export interface Asking {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly loadBalancerClass?: string | undefined; readonly loadBalancerIP?: string };
  readonly status?:
    { readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] } } | undefined;
}

const P = 'service.beta.kubernetes.io/';
/** Annotations that decide on price (services.md §4). */
export const costAnnotations = {
  aws: `${P}aws-load-balancer-type`,
  scheme: `${P}aws-load-balancer-scheme`,
  oracle: 'oci.oraclecloud.com/load-balancer-type',
} as const;

const INTERNAL: Readonly<Record<string, RegExp>> = {
  [`${P}aws-load-balancer-internal`]: /^true$/,
  [costAnnotations.scheme]: /^internal$/,
  'networking.gke.io/load-balancer-type': /^Internal$/,
  'cloud.google.com/load-balancer-type': /^Internal$/,
  [`${P}azure-load-balancer-internal`]: /^true$/,
  [`${P}do-loadbalancer-network`]: /^INTERNAL$/,
  'load-balancer.hetzner.cloud/disable-public-network': /^true$/,
  [`${P}oci-load-balancer-internal`]: /^true$/,
  [`${P}openstack-internal-load-balancer`]: /^true$/,
  [`${P}scw-loadbalancer-private`]: /^true$/,
  [`${P}alibaba-cloud-loadbalancer-address-type`]: /^intranet$/,
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': /^private$/,
};

const EIPS = `${P}aws-load-balancer-eip-allocations`;
/** Annotations that name addresses reserved before; those of AWS say how many. */
const STATIC: readonly string[] = [
  EIPS,
  'networking.gke.io/load-balancer-ip-addresses',
  `${P}azure-load-balancer-ipv4`,
  `${P}azure-pip-name`,
  `${P}do-loadbalancer-ip`,
  `${P}linode-loadbalancer-reserved-ipv4`,
  `${P}scw-loadbalancer-ip-ids`,
  'kubernetes.civo.com/ipv4-address',
];

const CROSS_ZONE: Readonly<Record<string, RegExp>> = {
  [`${P}aws-load-balancer-cross-zone-load-balancing-enabled`]: /^true$/,
  [`${P}aws-load-balancer-attributes`]: /load_balancing\.cross_zone\.enabled=true/,
};

/** What is kept of a Service's annotations. */
export const annotationsOfCost: readonly string[] = [
  ...Object.values(costAnnotations),
  ...Object.keys(INTERNAL),
  ...STATIC,
  ...Object.keys(CROSS_ZONE),
];

/** How many addresses a load balancer was given by name; undefined where none was. */
export function namedAddresses({ metadata: { annotations = {} }, spec }: Asking): number | undefined {
  const eips = annotations[EIPS];
  if (eips !== undefined) return eips.split(',').length;
  return spec.loadBalancerIP !== undefined || STATIC.some((name) => annotations[name] !== undefined) ? 1 : undefined;
}

/** Whether it hands connections to every zone, wherever they came in. */
export function isCrossZone({ metadata: { annotations = {} } }: Asking): boolean {
  return Object.entries(CROSS_ZONE).some(([name, wanted]) => wanted.test(annotations[name] ?? ''));
}

/** Whether a load balancer is reached from inside the provider's network alone. */
export function isInternal(service: Asking): boolean {
  const { annotations = {} } = service.metadata;
  if (hostOf(service).startsWith('internal-')) return true;
  if (Object.entries(INTERNAL).some(([name, wanted]) => wanted.test(annotations[name] ?? ''))) return true;
  // The AWS Load Balancer Controller's own default.
  return isAwsController(service) && annotations[costAnnotations.scheme] === undefined;
}

/** The price of the load balancer that such a Service gets in a provider's region; undefined where none is known. */
export function priceFor(
  prices: readonly Price[],
  service: Asking,
  { provider, region }: { readonly provider: string; readonly region: string | undefined },
): Price | undefined {
  return priceOf(prices, { provider, region, what: kindOf(service, provider) });
}

/** The price of one of a provider's kinds; of its only one where none is told. */
export function priceOf(
  prices: readonly Price[],
  {
    provider,
    region,
    what: kind,
  }: { readonly provider: string; readonly region: string | undefined; readonly what: string | undefined },
): Price | undefined {
  const known = prices.filter((one) => one.provider === provider);
  const fitting = kind === undefined ? known : known.filter(({ what }) => what === kind);
  return fitting.find((one) => one.region === region && region !== undefined) ?? fitting.find((one) => !one.region);
}

/** In the words of the price list, where a provider has more than one kind. A Service never gets an ALB. */
function kindOf(service: Asking, provider: string): string | undefined {
  const { annotations = {} } = service.metadata;
  const { loadBalancerClass } = service.spec;
  switch (provider) {
    case 'AWS': {
      const isNlb = isAwsController(service) || annotations[costAnnotations.aws] === 'nlb';
      return isNlb || /\.elb\.[\w-]+\.amazonaws\.com$/.test(hostOf(service)) ? 'NLB' : 'CLB';
    }
    case 'Oracle':
      return annotations[costAnnotations.oracle] === 'nlb' ? 'Network LB' : 'flexible LB';
    case 'Alibaba':
      return loadBalancerClass === 'alibabacloud.com/nlb' ? 'NLB' : 'CLB';
    default:
      return undefined;
  }
}

function isAwsController({ metadata: { annotations = {} }, spec }: Asking): boolean {
  const { loadBalancerClass = '' } = spec;
  return loadBalancerClass.endsWith('/nlb') || /^(external|nlb-ip)$/.test(annotations[costAnnotations.aws] ?? '');
}

function hostOf({ status }: Asking): string {
  return status?.loadBalancer?.ingress?.[0]?.hostname ?? '';
}
