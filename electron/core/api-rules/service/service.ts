import type { ObjectShape } from '../validation/schema.ts';
import type { DraftMeta } from '../strategy.ts';

export interface ServicePort {
  name?: string;
  protocol?: string;
  port: number;
  targetPort?: number | string;
  nodePort?: number;
  appProtocol?: string;
}

/** Fields that are zero are absent, as in the API's JSON. */
export interface ServiceSpec {
  type?: string;
  ports?: ServicePort[];
  selector?: Record<string, string>;
  clusterIP?: string;
  clusterIPs?: string[];
  externalIPs?: string[];
  externalName?: string;
  externalTrafficPolicy?: string;
  internalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  allocateLoadBalancerNodePorts?: boolean;
  loadBalancerClass?: string;
  loadBalancerIP?: string;
  loadBalancerSourceRanges?: string[];
  publishNotReadyAddresses?: boolean;
  sessionAffinity?: string;
  sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
  trafficDistribution?: string;
}

export interface ServiceIngress {
  ip?: string;
  ipMode?: string;
  hostname?: string;
}

export interface ServiceDraft {
  metadata: DraftMeta;
  spec: ServiceSpec;
  status?: { loadBalancer?: { ingress?: ServiceIngress[] } };
}

const strings = { items: 'string', go: '[]string' } as const;
const conditions = { items: 'any', go: '[]v1.Condition' } as const;
const portStatuses = { items: 'any', go: '[]v1.PortStatus' } as const;

export const metaShape: ObjectShape = {
  go: 'ObjectMeta',
  fields: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'any',
    creationTimestamp: 'any',
    deletionTimestamp: 'any',
    deletionGracePeriodSeconds: 'any',
    labels: { values: 'string' },
    annotations: { values: 'string' },
    ownerReferences: { items: 'any', go: '[]v1.OwnerReference' },
    finalizers: strings,
    managedFields: { items: 'any', go: '[]v1.ManagedFieldsEntry' },
  },
};

const portShape: ObjectShape = {
  go: 'ServicePort',
  fields: {
    name: 'string',
    protocol: 'string v1.Protocol',
    appProtocol: '*string',
    port: '=int32',
    targetPort: 'intOrString',
    nodePort: 'int32',
  },
};

export const serviceShape: ObjectShape = {
  go: 'Service',
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: metaShape,
    spec: {
      go: 'ServiceSpec',
      fields: {
        ports: { items: portShape, go: '[]v1.ServicePort' },
        selector: { values: 'string' },
        clusterIP: 'string',
        clusterIPs: strings,
        type: 'string v1.ServiceType',
        externalIPs: strings,
        sessionAffinity: 'string v1.ServiceAffinity',
        loadBalancerIP: 'string',
        loadBalancerSourceRanges: strings,
        externalName: 'string',
        externalTrafficPolicy: 'string v1.ServiceExternalTrafficPolicy',
        healthCheckNodePort: 'int32',
        publishNotReadyAddresses: 'bool',
        sessionAffinityConfig: {
          go: 'SessionAffinityConfig',
          fields: { clientIP: { go: 'ClientIPConfig', fields: { timeoutSeconds: '*int32' } } },
        },
        ipFamilies: { items: 'string v1.IPFamily', go: '[]v1.IPFamily' },
        ipFamilyPolicy: '*string v1.IPFamilyPolicy',
        allocateLoadBalancerNodePorts: '*bool',
        loadBalancerClass: '*string',
        internalTrafficPolicy: '*string v1.ServiceInternalTrafficPolicy',
        trafficDistribution: '*string',
      },
    },
    status: {
      go: 'ServiceStatus',
      fields: {
        loadBalancer: {
          go: 'LoadBalancerStatus',
          fields: {
            ingress: {
              items: {
                go: 'LoadBalancerIngress',
                fields: { ip: 'string', hostname: 'string', ipMode: '*string', ports: portStatuses },
              },
              go: '[]v1.LoadBalancerIngress',
            },
          },
        },
        conditions,
      },
    },
  },
};

/** As validation sees it: whatever the type. */
export const isHeadless = ({ clusterIPs }: ServiceSpec): boolean =>
  clusterIPs?.length === 1 && clusterIPs[0] === 'None';
export const isExternalName = ({ type }: ServiceSpec): boolean => type === 'ExternalName';
export const isLoadBalancer = ({ type }: ServiceSpec): boolean => type === 'LoadBalancer';
/** Of a type whose ports may have numbers on every node. */
export const hasNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';

/** Every port gets a number without being asked. */
export const allocatesNodePorts = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (isLoadBalancer(spec) && spec.allocateLoadBalancerNodePorts !== false);

export const isReachedFromOutside = (spec: ServiceSpec): boolean =>
  hasNodePorts(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);

export const needsHealthCheck = (spec: ServiceSpec): boolean =>
  isLoadBalancer(spec) && spec.externalTrafficPolicy === 'Local';

export function nodePortsOf({ ports = [] }: ServiceSpec): number[] {
  return ports.flatMap(({ nodePort }) => nodePort ?? []);
}
