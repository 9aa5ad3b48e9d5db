/** What is assumed of each load balancer, to count what its use adds. All zero: the fixed part alone. */
export interface Usage {
  readonly gb: number;
  readonly newPerSecond: number;
  readonly active: number;
  readonly rulesPerSecond: number;
  /** GB a month that cross the border of a zone. */
  readonly crossZoneGb: number;
}

/** How the person wants costs to be counted. */
export interface CostSettings {
  /** Hours of a month: 730 as price pages count, 720 for thirty days. */
  readonly hours: number;
  /** What amounts are shown in. */
  readonly currency: string;
  /** How much of it one unit of another currency is; typed by hand. */
  readonly rates: Readonly<Record<string, number>>;
  readonly usage: Usage;
  /** Whether the public addresses of load balancers are counted too. */
  readonly addresses: boolean;
  /** What is assumed of one load balancer in place of `usage`, by its row's key. */
  readonly usageOf: Readonly<Record<string, Usage>>;
  /** Own prices per load balancer and hour in `currency`, by context. */
  readonly own: Readonly<Record<string, number>>;
}

export const defaultCosts: CostSettings = {
  hours: 730,
  currency: 'USD',
  rates: {},
  usage: { gb: 0, newPerSecond: 0, active: 0, rulesPerSecond: 0, crossZoneGb: 0 },
  addresses: false,
  usageOf: {},
  own: {},
};

/** One addend of a price. */
export interface CostPart {
  readonly what: 'load-balancer' | 'rules' | 'addresses' | 'usage' | 'cross-zone';
  /** How it is counted: `0.0225 USD/h × 730 h`. */
  readonly formula: string;
  readonly month: number;
}

export type CostState = 'used' | 'idle' | 'pending' | 'releasing' | 'orphaned';
/** Whether a Service could stand behind an Ingress, or why it stays out; `ingress`: it is one. */
export type Sharing = 'can' | 'ingress' | 'not-tcp' | 'not-http' | 'internal' | 'not-in-use';

/** What makes a load balancer cost other than its kind does. */
export type CostTrait = 'internal' | 'cross-zone' | 'static-address';

/** What one load balancer costs a month. */
export interface CostRow {
  readonly key: string;
  readonly context: string;
  readonly namespace: string;
  /** Of the object that asks for it; of Ingresses that share one, the group's. */
  readonly name: string;
  readonly object: 'Service' | 'Ingress';
  /** Whose load balancer it is; undefined where that cannot be told. */
  readonly provider?: string;
  readonly region?: string;
  /** Its kind in the provider's words. */
  readonly what?: string;
  readonly traits: readonly CostTrait[];
  readonly state: CostState;
  readonly sharing: Sharing;
  readonly ports: readonly number[];
  readonly parts: readonly CostPart[];
  /** Whether its use is assumed to be other than that of the rest. */
  readonly ownUsage: boolean;
  /** Undefined: unknown, which is not nothing. */
  readonly month?: number;
  readonly currency: string;
  /** Where the price was read, and when. `own`: the person's own; `cluster`: made in the cluster, at no price. */
  readonly source?: { readonly kind: 'list' | 'own' | 'cluster'; readonly name: string; readonly read: string };
}

/** Services that could share one load balancer behind an Ingress, and what that saves. */
export interface SharingPlan {
  readonly services: readonly CostRow[];
  readonly what: string;
  readonly currency: string;
  /** Fixed parts a month. */
  readonly before: number;
  readonly after: number;
  readonly formula: { readonly before: string; readonly after: string };
}

export interface ClusterCosts {
  /** The context. */
  readonly key: string;
  readonly rows: readonly CostRow[];
  readonly plan?: SharingPlan;
}

/** How costs are counted, and by which prices. */
export interface CostBookView {
  readonly key: 'costs';
  readonly settings: CostSettings;
  /** How many prices come from a file of the person's own. */
  readonly imported: number;
  /** The date of the newest price. */
  readonly read: string;
}
