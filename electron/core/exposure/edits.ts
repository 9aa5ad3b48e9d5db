import type { Edit } from '../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import type { ServicePort, ServiceSpec } from '../api-rules/service/service.ts';
import { exposureOf } from './shape.ts';
import type { Target } from './shape.ts';

/** Writes one edit into `target`. What the new type can't have is left to the steps. */
export function applyEdit(target: Target, edit: Edit): void {
  const { spec } = target;
  switch (edit.set) {
    case 'type':
      return setType(spec, edit.to, edit.externalName);
    case 'port-added':
      spec.ports = [...(spec.ports ?? []), portOf(edit.port)];
      return;
    case 'port-removed':
      spec.ports = (spec.ports ?? []).filter((port) => !isPort(port, edit));
      return;
    case 'port-changed':
      spec.ports = (spec.ports ?? []).map((port) => (isPort(port, edit) ? portOf({ ...port, ...edit.to }) : port));
      return;
    case 'sessionAffinity':
      spec.sessionAffinity = edit.value;
      if (edit.value === 'None') delete spec.sessionAffinityConfig;
      else if (edit.seconds !== undefined) spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: edit.seconds } };
      return;
    case 'ipFamilyPolicy':
      return setFamilies(spec, edit);
    case 'label':
    case 'annotation': {
      const words = edit.set === 'label' ? target.labels : target.annotations;
      if (edit.value === undefined) Reflect.deleteProperty(words, edit.key);
      else words[edit.key] = edit.value;
      return;
    }
    case 'externalTrafficPolicy':
    case 'internalTrafficPolicy':
    case 'loadBalancerClass':
    case 'loadBalancerSourceRanges':
    case 'loadBalancerIP':
    case 'allocateLoadBalancerNodePorts':
    case 'externalIPs':
    case 'externalName':
    case 'publishNotReadyAddresses':
    case 'trafficDistribution':
    case 'selector':
      return setField(spec, edit.set, edit.value);
  }
}

function setField(spec: ServiceSpec, field: keyof ServiceSpec, value: unknown): void {
  const isNothing =
    value === undefined ||
    value === '' ||
    (field === 'publishNotReadyAddresses' && value === false) ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  if (isNothing) Reflect.deleteProperty(spec, field);
  else Object.assign(spec, { [field]: structuredClone(value) });
}

function setType(spec: ServiceSpec, to: ExposureName, externalName: string | undefined): void {
  const from = exposureOf(spec);
  spec.type = to === 'Headless' ? 'ClusterIP' : to;
  if (to === 'Headless') {
    spec.clusterIP = 'None';
    spec.clusterIPs = ['None'];
  } else if (from === 'Headless' && to !== 'ExternalName') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  if (to === 'ExternalName') {
    if (externalName !== undefined) spec.externalName = externalName;
  } else if (from === 'ExternalName') delete spec.externalName;
}

function setFamilies(spec: ServiceSpec, { value, families }: Extract<Edit, { set: 'ipFamilyPolicy' }>): void {
  spec.ipFamilyPolicy = value;
  if (families) spec.ipFamilies = [...families];
}

function isPort(port: ServicePort, wanted: { readonly port: number; readonly protocol?: string }): boolean {
  return port.port === wanted.port && (wanted.protocol ?? port.protocol) === port.protocol;
}

/** A `targetPort` that followed its port goes on following it. */
function portOf({
  nodePort,
  name,
  ...port
}: Omit<ServicePort, 'nodePort'> & { nodePort?: number | 'auto' }): ServicePort {
  return {
    ...(name !== undefined && name !== '' && { name }),
    ...port,
    ...(nodePort !== undefined && nodePort !== 'auto' && { nodePort }),
  };
}
