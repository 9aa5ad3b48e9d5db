import { NULL } from '../../json.ts';
import { duplicate, forbidden, invalid, required, unsupported, type FieldError } from '../validation/field-error.ts';
import { addressErrors, cidrErrors, specialAddressErrors } from '../validation/ip.ts';
import { validateLabels } from '../validation/meta.ts';
import { dnsSubdomain, qualifiedName } from '../validation/names.ts';
import { validateFamilies, validateFamilyChange } from './families.ts';
import { isHeadless, isLoadBalancer, isReachedFromOutside, needsHealthCheck } from './service.ts';
import type { ServiceDraft, ServiceSpec } from './service.ts';
import { validatePorts } from './validate-ports.ts';

const LONGEST_AFFINITY = 86_400;
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
export const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

export function validateService(service: ServiceDraft, old: ServiceDraft | undefined): FieldError[] {
  const { spec } = service;
  return [
    ...(old ? validateChange(spec, old.spec) : []),
    ...validateAnnotations(service),
    ...validateType(spec),
    ...validatePorts(spec),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...validateFamilies(spec, old?.spec),
    ...validateExternalIPs(spec, old?.spec.externalIPs ?? []),
    ...validateNumbers(spec),
    ...validateSourceRanges(service, old),
    ...validateLoadBalancer(spec),
    ...validateTraffic(spec),
  ];
}

function validateChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const errors = validateFamilyChange(spec, old);
  const { loadBalancerClass } = spec;
  if (isLoadBalancer(old) && isLoadBalancer(spec) && loadBalancerClass !== old.loadBalancerClass)
    errors.push(invalid('spec.loadBalancerClass', loadBalancerClass, 'may not change once set'));
  errors.push(...validateClass(spec));
  const isImmutable = needsHealthCheck(old) && needsHealthCheck(spec);
  if (isImmutable && spec.healthCheckNodePort !== old.healthCheckNodePort)
    errors.push(forbidden('spec.healthCheckNodePort', 'field is immutable'));
  return errors;
}

function validateAnnotations({ metadata: { annotations = {} } }: ServiceDraft): FieldError[] {
  const mode = annotations[TOPOLOGY_MODE];
  const hints = annotations[TOPOLOGY_HINTS];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail)];
}

function validateType(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName')
    errors.push(required('spec.ports'));
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') {
    const detail = `may not be set to 'None' for ${spec.type} services`;
    if (isHeadless(spec)) errors.push(invalid('spec.clusterIPs[0]', 'None', detail));
  } else if (spec.type === 'ExternalName') errors.push(...validateExternalName(spec));
  return errors;
}

function validateExternalName(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const)
    if (spec[field] !== undefined) errors.push(forbidden(`spec.${field}`, 'may not be set for ExternalName services'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required('spec.externalName'));
  else errors.push(...dnsSubdomain(name).map((error) => invalid('spec.externalName', name, error)));
  return errors;
}

function validateAffinity({ sessionAffinity = '', sessionAffinityConfig }: ServiceSpec): FieldError[] {
  if (!['ClientIP', 'None'].includes(sessionAffinity))
    return [unsupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None'])];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity === 'None' || (seconds !== undefined && seconds > 0 && seconds <= LONGEST_AFFINITY)) return [];
  const detail = `must be greater than 0 and less than ${LONGEST_AFFINITY}`;
  return [invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, detail)];
}

/** What was taken once by older rules stays. */
function validateExternalIPs({ externalIPs = [] }: ServiceSpec, known: readonly string[]): FieldError[] {
  return externalIPs.flatMap((ip, index) => {
    const wrong = known.includes(ip) ? [] : addressErrors(ip);
    const errors = wrong.length > 0 ? wrong : specialAddressErrors(ip);
    return errors.map((error) => invalid(`spec.externalIPs[${index}]`, ip, error));
  });
}

function validateNumbers(spec: ServiceSpec): FieldError[] {
  const { type = '', ports = [] } = spec;
  const errors = TYPES.includes(type) ? [] : [unsupported('spec.type', type, TYPES)];
  ports.forEach(({ nodePort }, index) => {
    if (type === 'ClusterIP' && nodePort !== undefined)
      errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
  });
  errors.push(
    ...repeated(ports, ({ protocol, nodePort }) => nodePort && `${protocol ?? ''} ${nodePort}`).map((index) =>
      duplicate(`spec.ports[${index}].nodePort`, ports[index]?.nodePort),
    ),
    ...repeated(ports, ({ protocol, port }) => `${protocol ?? ''} ${port}`).map((index) =>
      duplicate(`spec.ports[${index}]`, asGoPort(ports[index])),
    ),
  );
  return errors;
}

/** Where a key comes for the second time. */
function repeated<T>(items: readonly T[], keyOf: (item: T) => string | number | undefined): number[] {
  const seen = new Set<string | number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [index] : [];
  });
}

/** The server prints what it compared: a port of its own kind, with all else unset. */
function asGoPort(port: { readonly protocol?: string; readonly port: number } | undefined): object {
  return {
    Name: '',
    Protocol: port?.protocol ?? '',
    AppProtocol: NULL,
    Port: port?.port ?? 0,
    TargetPort: 0,
    NodePort: 0,
  };
}

function validateSourceRanges(service: ServiceDraft, old: ServiceDraft | undefined): FieldError[] {
  const { spec, metadata } = service;
  const errors: FieldError[] = [];
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotation = metadata.annotations?.[SOURCE_RANGES];
  if (ranges.length > 0) {
    const path = 'spec.LoadBalancerSourceRanges';
    if (!isLoadBalancer(spec)) errors.push(forbidden(path, ONLY_LOAD_BALANCER));
    const known = (old?.spec.loadBalancerSourceRanges ?? []).map((one) => one.trim());
    ranges.forEach((range, index) => {
      const cidr = range.trim();
      if (!known.includes(cidr))
        errors.push(...cidrErrors(cidr).map((error) => invalid(`${path}[${index}]`, cidr, error)));
    });
  } else if (annotation !== undefined) {
    const path = `metadata.annotations[${SOURCE_RANGES}]`;
    if (!isLoadBalancer(spec)) errors.push(forbidden(path, ONLY_LOAD_BALANCER));
    if (old?.metadata.annotations?.[SOURCE_RANGES] !== annotation && annotation.trim() !== '')
      for (const cidr of annotation.split(',').map((one) => one.trim()))
        errors.push(...cidrErrors(cidr).map((error) => invalid(path, cidr, error)));
  }
  return errors;
}

function validateLoadBalancer(spec: ServiceSpec): FieldError[] {
  const isWrong = spec.allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer(spec);
  return [
    ...(isWrong ? [forbidden('spec.allocateLoadBalancerNodePorts', ONLY_LOAD_BALANCER)] : []),
    ...validateClass(spec),
  ];
}

function validateClass(spec: ServiceSpec): FieldError[] {
  const { loadBalancerClass } = spec;
  const path = 'spec.loadBalancerClass';
  if (loadBalancerClass === undefined) return [];
  if (!isLoadBalancer(spec)) return [forbidden(path, ONLY_LOAD_BALANCER)];
  return qualifiedName(loadBalancerClass).map((error) => invalid(path, loadBalancerClass, error));
}

function validateTraffic(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: outside, internalTrafficPolicy: inside, healthCheckNodePort: port } = spec;
  const errors: FieldError[] = [];
  if (isReachedFromOutside(spec)) {
    if (outside !== undefined && !POLICIES.includes(outside))
      errors.push(unsupported('spec.externalTrafficPolicy', outside, POLICIES));
  } else if (outside !== undefined)
    errors.push(invalid('spec.externalTrafficPolicy', outside, 'may only be set for externally-accessible services'));
  if (port !== undefined && !needsHealthCheck(spec)) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', port, detail));
  }
  if (inside !== undefined && !POLICIES.includes(inside))
    errors.push(unsupported('spec.internalTrafficPolicy', inside, POLICIES));
  if (spec.trafficDistribution !== undefined && !DISTRIBUTIONS.includes(spec.trafficDistribution))
    errors.push(unsupported('spec.trafficDistribution', spec.trafficDistribution, DISTRIBUTIONS));
  return errors;
}
