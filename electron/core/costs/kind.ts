import type { Price } from '../../../shared/cost-schema.ts';

/** A Service as far as it says which load balancer it wants. */
export interface Asking {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly loadBalancerClass?: string | undefined };
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

/** What is kept of a Service's annotations. */
export const annotationsOfCost: readonly string[] = [...Object.values(costAnnotations), ...Object.keys(INTERNAL)];

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
  const known = prices.filter((one) => one.provider === provider);
  const kind = kindOf(service, provider);
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
