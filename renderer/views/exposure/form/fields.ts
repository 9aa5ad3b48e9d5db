import type { Edit } from '../../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../../shared/model/exposure.ts';
import type { ServiceNow } from './service-now.ts';

/** What one field of the form holds is a text; a flag's is `true` or `false`, a list's has a line for each item. */
export interface Field {
  readonly path: string;
  readonly look: 'choice' | 'text' | 'number' | 'lines' | 'flag';
  /** Of a choice; the empty one clears the field. */
  readonly options?: readonly string[];
  /** Which types have a use for it. */
  readonly types: readonly ExposureName[];
  readonly group: 'traffic' | 'balancer' | 'addresses';
  readonly example?: string;
}

const PODS = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Headless'] as const;
const OUTSIDE = ['NodePort', 'LoadBalancer'] as const;
const BALANCED = ['LoadBalancer'] as const;

export const fields = {
  externalTrafficPolicy: {
    path: 'spec.externalTrafficPolicy',
    look: 'choice',
    options: ['Cluster', 'Local'],
    types: OUTSIDE,
    group: 'traffic',
  },
  internalTrafficPolicy: {
    path: 'spec.internalTrafficPolicy',
    look: 'choice',
    options: ['Cluster', 'Local'],
    types: PODS,
    group: 'traffic',
  },
  sessionAffinity: {
    path: 'spec.sessionAffinity',
    look: 'choice',
    options: ['None', 'ClientIP'],
    types: PODS,
    group: 'traffic',
  },
  timeoutSeconds: {
    path: 'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
    look: 'number',
    types: PODS,
    group: 'traffic',
    example: '10800',
  },
  trafficDistribution: {
    path: 'spec.trafficDistribution',
    look: 'choice',
    options: ['', 'PreferSameZone', 'PreferSameNode', 'PreferClose'],
    types: PODS,
    group: 'traffic',
  },
  publishNotReadyAddresses: { path: 'spec.publishNotReadyAddresses', look: 'flag', types: PODS, group: 'traffic' },
  loadBalancerClass: {
    path: 'spec.loadBalancerClass',
    look: 'text',
    types: BALANCED,
    group: 'balancer',
    example: 'service.k8s.aws/nlb',
  },
  loadBalancerSourceRanges: {
    path: 'spec.loadBalancerSourceRanges',
    look: 'lines',
    types: BALANCED,
    group: 'balancer',
    example: '10.0.0.0/8',
  },
  loadBalancerIP: {
    path: 'spec.loadBalancerIP',
    look: 'text',
    types: BALANCED,
    group: 'balancer',
    example: '203.0.113.10',
  },
  allocateLoadBalancerNodePorts: {
    path: 'spec.allocateLoadBalancerNodePorts',
    look: 'flag',
    types: BALANCED,
    group: 'balancer',
  },
  externalIPs: {
    path: 'spec.externalIPs',
    look: 'lines',
    types: ['ClusterIP', 'NodePort', 'LoadBalancer'],
    group: 'addresses',
    example: '198.51.100.80',
  },
  ipFamilyPolicy: {
    path: 'spec.ipFamilyPolicy',
    look: 'choice',
    options: ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
    types: PODS,
    group: 'addresses',
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[]; // the table's own keys
export type FieldTexts = Partial<Readonly<Record<FieldName, string>>>;

/** The defaults that the server puts in where a type has a use for a field. */
const DEFAULTS: FieldTexts = {
  externalTrafficPolicy: 'Cluster',
  internalTrafficPolicy: 'Cluster',
  sessionAffinity: 'None',
  allocateLoadBalancerNodePorts: 'true',
  publishNotReadyAddresses: 'false',
  ipFamilyPolicy: 'SingleStack',
};

/** The text of a field as the Service has it. */
export function textNow({ spec }: ServiceNow, name: FieldName): string {
  const value = name === 'timeoutSeconds' ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds : spec[name];
  if (value === undefined) return DEFAULTS[name] ?? '';
  return Array.isArray(value) ? value.join('\n') : `${value as string | number | boolean}`;
}

export const itemsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);
/** A whole number as typed; undefined for anything else. */
export const numberOf = (text: string): number | undefined =>
  /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;

/** The edits for the fields that differ from what they are; a number that is none asks for nothing. */
export function fieldEdits(now: ServiceNow, texts: FieldTexts): readonly Edit[] {
  const changed = fieldNames.filter((name) => texts[name] !== undefined && texts[name] !== textNow(now, name));
  const own = changed.filter((name) => name !== 'timeoutSeconds');
  const edits = own.flatMap((name) => editOf(name, texts[name] ?? '', { now, texts }));
  const isTimeoutAlone = changed.includes('timeoutSeconds') && !own.includes('sessionAffinity');
  return isTimeoutAlone ? [...edits, ...affinityEdit(textNow(now, 'sessionAffinity'), { now, texts })] : edits;
}

interface Form {
  readonly now: ServiceNow;
  readonly texts: FieldTexts;
}

function editOf(name: Exclude<FieldName, 'timeoutSeconds'>, text: string, form: Form): readonly Edit[] {
  const value = text.trim();
  switch (name) {
    case 'externalTrafficPolicy':
    case 'internalTrafficPolicy':
      return [{ set: name, value: value === 'Local' ? 'Local' : 'Cluster' }];
    case 'sessionAffinity':
      return affinityEdit(value, form);
    case 'loadBalancerSourceRanges':
    case 'externalIPs':
      return [{ set: name, value: itemsOf(text) }];
    case 'publishNotReadyAddresses':
    case 'allocateLoadBalancerNodePorts':
      return [{ set: name, value: value === 'true' }];
    case 'ipFamilyPolicy':
      return fields.ipFamilyPolicy.options.filter((one) => one === value).map((one) => ({ set: name, value: one }));
    case 'trafficDistribution':
    case 'loadBalancerClass':
    case 'loadBalancerIP':
      return [{ set: name, ...(value !== '' && { value }) }];
  }
}

function affinityEdit(value: string, { now, texts }: Form): readonly Edit[] {
  if (value !== 'ClientIP') return [{ set: 'sessionAffinity', value: 'None' }];
  const seconds = numberOf(texts.timeoutSeconds ?? textNow(now, 'timeoutSeconds'));
  return [{ set: 'sessionAffinity', value, ...(seconds !== undefined && { seconds }) }];
}
