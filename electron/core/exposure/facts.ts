import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { EndpointSlice } from '../kube/objects.ts';
import type { ServiceIngress, ServiceSpec } from '../api-rules/service/service.ts';

/** A Service as the API's JSON has it, whole. */
export interface ExposedService {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
    readonly managedFields?: readonly { readonly manager?: string; readonly fieldsV1?: ApiJson }[];
  };
  readonly spec: Readonly<ServiceSpec>;
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly ServiceIngress[] } };
}

export interface NodeFact {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly providerID?: string };
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string } };
}

/** Another object, as far as it names a Service somewhere inside. */
export interface Referrer {
  readonly metadata: { readonly name: string };
  readonly spec?: ApiJson;
}

/** All that a plan is made from. */
export interface ExposureFacts extends Surroundings {
  readonly service: ExposedService;
}

/** What there is around a Service. Undefined: it could not be read, which is not the same as none. */
export interface Surroundings {
  readonly ref: ServiceRef;
  /** What kubectl calls the context; undefined: its current one is meant. */
  readonly contextName?: string | undefined;
  /** Of all namespaces. */
  readonly services: readonly ExposedService[] | undefined;
  readonly slices: readonly EndpointSlice[] | undefined;
  readonly nodes: readonly NodeFact[] | undefined;
  /** Names of the server's API groups. */
  readonly groups: readonly string[] | undefined;
  /** The cluster's ranges of Service addresses. */
  readonly cidrs: readonly string[] | undefined;
  readonly ingresses: readonly Referrer[] | undefined;
  readonly routes: readonly Referrer[] | undefined;
  readonly policies: readonly Referrer[] | undefined;
  readonly statefulSets: readonly Referrer[] | undefined;
  /** Verbs on this Service that are allowed; undefined where the server does not say. */
  readonly rights: { readonly patch: boolean; readonly delete: boolean; readonly create: boolean } | undefined;
}
