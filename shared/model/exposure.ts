import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';
import type { ServiceRef } from './service.ts';

/** How a Service is reached: the API's types, and Headless apart, which the API counts as a ClusterIP. */
export const exposureNames = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Headless'] as const;
export type ExposureName = (typeof exposureNames)[number];

/** JSON as the API has it. */
export type ApiJson = Readonly<Record<string, unknown>>;

/**
 * What is sent, in this order. A patch is an RFC 7386 merge patch; each but the first is sent with the
 * resourceVersion that the one before came back with, and the first with the plan's own.
 */
export type PlanStep =
  | { readonly do: 'patch'; readonly body: ApiJson }
  /** Waits until the EndpointSlices have lost the headless label, with which kube-proxy ignores them. */
  | { readonly do: 'await-slices' }
  /** With the object's uid and resourceVersion as preconditions; waits until finalizers have let it go. */
  | { readonly do: 'delete' }
  | { readonly do: 'create'; readonly body: ApiJson };

/** How to get there: one patch, several, or a new object. */
export type PlanWay = 'nothing' | 'patch' | 'several-patches' | 'recreate';

/** One field before and after; undefined where it is absent. `by`: asked for, or what the server does by itself. */
export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly by: 'you' | 'server';
  /** The value is the server's pick, known only afterwards. */
  readonly picked: boolean;
}

/** The exact answer that the server would give. */
export interface PlanRefusal {
  readonly code: number;
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

export type EffectCode =
  | 'node-ports-closed'
  | 'node-ports-opened'
  | 'cluster-ip-lost'
  | 'cluster-ip-new'
  | 'dns-to-pods'
  | 'dns-to-cluster-ip'
  | 'dns-to-name'
  | 'lb-address-lost'
  | 'lb-address-soon'
  | 'affinity-lost'
  | 'affinity-new'
  | 'ports-gone'
  | 'only-local-endpoints'
  | 'client-address-kept'
  | 'gap'
  | 'recreated'
  | 'slices-healed'
  | 'slices-left'
  | 'endpoints-change'
  | 'ingress-refers'
  | 'route-refers'
  | 'policy-refers'
  | 'stateful-set-refers'
  | 'dns-gone'
  | 'forwards-end';

/** What becomes of somebody. `breaks`: they notice; `notes`: worth knowing. */
export interface Effect {
  readonly code: EffectCode;
  readonly grade: 'breaks' | 'notes';
  readonly params: Readonly<Record<string, string | number>>;
}

/** From the gravest on. `block`: the plan is not applied. */
export const warningCodes = {
  'no-right': 'block',
  'system-service': 'block',
  deleting: 'block',
  'managed-by': 'grave',
  'no-load-balancer': 'grave',
  'lb-class-unknown': 'grave',
  'address-not-kept': 'grave',
  'public-soon': 'grave',
  'external-dns': 'grave',
  'node-port-not-kept': 'grave',
  'no-effect': 'grave',
  /** Undo can't bring this back. */
  'cannot-return': 'grave',
  'external-name-address': 'mild',
  'no-endpoints': 'mild',
  'no-pods': 'mild',
  'slices-stay': 'mild',
  'mixed-protocols': 'mild',
  'finalizers-hold': 'mild',
  'price-unknown': 'mild',
  'rights-unknown': 'mild',
  server: 'mild',
} as const satisfies Record<string, 'block' | 'grave' | 'mild'>;

export type WarningCode = keyof typeof warningCodes;

export interface PlanWarning {
  readonly code: WarningCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A month's list price in `currency`, without traffic; undefined where nobody knows: that asks the reader. */
export interface PlanCost {
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly currency: string;
  /** What was counted, where the price is from and of when. */
  readonly basis: string | undefined;
}

/** What a wish comes to, before anything is sent. */
export interface ExposurePlan extends ServiceRef {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly from: ExposureName;
  readonly to: ExposureName;
  readonly way: PlanWay;
  readonly steps: readonly PlanStep[];
  /** The Service afterwards, without what only the server can pick (`picked` names these fields). */
  readonly forecast: ApiJson | undefined;
  readonly picked: readonly string[];
  readonly refusal: PlanRefusal | undefined;
  readonly changes: readonly FieldChange[];
  readonly effects: readonly Effect[];
  readonly warnings: readonly PlanWarning[];
  readonly cost: PlanCost;
  readonly kubectl: readonly string[];
  /** Node ports of the range that nobody has, the first few; undefined where not all Services could be seen. */
  readonly freeNodePorts: readonly number[] | undefined;
  /** The same for plans with the same effect, whatever else has changed on the object. */
  readonly fingerprint: string;
}

/** A field that the server's dry run shows otherwise than the forecast. */
export interface FieldDifference {
  readonly path: string;
  readonly forecast: unknown;
  readonly server: unknown;
}

/** What the server's dry run says of a plan. `unknown`: no answer, which says nothing about the plan. */
export type ServerPreview =
  | { readonly state: 'accepted'; readonly differences: readonly FieldDifference[] }
  | { readonly state: 'refused' | 'unknown'; readonly failure: Failure };

/** A plan beside the server's own dry run, and the Service as YAML before and after. */
export interface ExposurePreview {
  /** The Service as people write it, before. */
  readonly now: ApiJson;
  readonly plan: ExposurePlan;
  readonly server: ServerPreview;
  readonly yaml: { readonly before: string; readonly after: string };
}

/** Where a Service stands, and what each other type would mean for it: a preview each, nothing asked for but the type. */
export interface ExposureChoices {
  /** The Service as people write it. */
  readonly now: ApiJson;
  readonly from: ExposureName;
  readonly resourceVersion: string;
  /** Who makes load balancers here, where that can be seen. */
  readonly provider: string | undefined;
  readonly freeNodePorts: readonly number[] | undefined;
  readonly previews: readonly ExposurePreview[];
}

/** One change that was made from here: of how a Service is reached, or of the whole Service or its EndpointSlices. */
export type PastChangeView = Keyed & {
  /** In ms of the epoch. */
  readonly at: number;
  readonly state: 'done' | 'undone';
} & (
    | {
        readonly what: 'exposure';
        readonly from: ExposureName;
        readonly to: ExposureName;
        /** The fields that it touched, as their paths end. */
        readonly fields: readonly string[];
      }
    | { readonly what: 'created' | 'deleted' | 'slices' }
  );
