import type { Price } from '../../../shared/cost-schema.ts';
import type {
  ClusterCosts,
  CostPart,
  CostRow,
  CostSettings,
  CostState,
  Sharing,
  SharingPlan,
} from '../../../shared/model/cost.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import { providerOf, type Provider } from '../exposure/provider.ts';
import type { Node, Service } from '../kube/objects.ts';
import { regionOf, zoneOf } from '../nodes/machine.ts';
import { servicePorts } from '../services/ports.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import { countAll, fixedOf, totalOf, type Counted } from './count.ts';
import { isInternal, priceFor } from './kind.ts';

/** All that the costs of a cluster are counted from. */
export interface CostFacts {
  readonly context: string;
  readonly services: readonly Service[];
  /** How many endpoints of a Service are ready; undefined where that may not be read. */
  readonly readyOf: (service: Service) => number | undefined;
  /** Undefined: they may not be read. */
  readonly nodes: readonly Node[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly prices: readonly Price[];
  readonly settings: CostSettings;
}

/** A load balancer with what was found out about it, before anything is counted. */
interface Found {
  readonly service: Service;
  readonly row: Omit<CostRow, 'parts' | 'month' | 'currency' | 'source' | 'what'>;
  readonly counted: Counted;
  readonly price: Price | undefined;
  /** Made in the cluster: at no price. */
  readonly free: string | undefined;
}

/** What each load balancer of a cluster costs, and what sharing one would save. */
export function clusterCosts(facts: CostFacts): ClusterCosts {
  const place = placeOf(facts);
  const found = facts.services.filter(isPaidFor).map((service) => look(facts, service, place));
  const parts = partsOf(found, facts.settings);
  const rows = found.map((one) => rowOf(facts, one, parts));
  const plan = sharingPlan(facts, found, rows);
  return { key: facts.context, rows, ...(plan && { plan }) };
}

/** What all load balancers of a cluster have in common. */
interface Place {
  readonly region: string | undefined;
  /** In how many zones there are nodes. */
  readonly zones: number;
  /** Who makes load balancers of a class. */
  readonly providerOf: (loadBalancerClass: string | undefined) => Provider | undefined;
}

function placeOf({ nodes, services, groups }: CostFacts): Place {
  const isAnswered = services.some(({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0);
  // A class decides for a few, and finding out looks at every node.
  const known = new Map<string | undefined, Provider | undefined>();
  return {
    region: nodes?.flatMap((node) => regionOf(node) ?? [])[0],
    zones: new Set(nodes?.flatMap((node) => zoneOf(node) ?? [])).size,
    providerOf: (loadBalancerClass) => {
      if (!known.has(loadBalancerClass)) {
        const provider = providerOf({ nodes, groups, isAnswered, loadBalancerClass });
        known.set(loadBalancerClass, provider === 'none' || provider?.name === '?' ? undefined : provider);
      }
      return known.get(loadBalancerClass);
    },
  };
}

/** The addends of all that is paid for. Those of one price are counted together, as the provider does. */
function partsOf(found: readonly Found[], settings: CostSettings): ReadonlyMap<Found, readonly CostPart[]> {
  // What has not been made yet is not paid for yet.
  const paid = found.filter(({ row, price }) => price && row.state !== 'pending');
  const parts = new Map<Found, readonly CostPart[]>();
  for (const same of groupBy(paid, ({ price }) => [price?.id ?? '']).values()) {
    const price = same[0]?.price;
    if (!price) continue;
    const counted = countAll(
      same.map((one) => one.counted),
      price,
      settings,
    );
    for (const [index, one] of same.entries()) parts.set(one, counted[index] ?? []);
  }
  return parts;
}

function isPaidFor({ spec, status }: Service): boolean {
  return spec.type === 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0;
}

function look(facts: CostFacts, service: Service, { region, zones, providerOf }: Place): Found {
  const { context, settings } = facts;
  const { name, namespace = '' } = service.metadata;
  const known = providerOf(service.spec.loadBalancerClass);
  const internal = isInternal(service);
  const state = stateOf(service, facts.readyOf(service));
  const ref = { context, namespace, name };
  const own = settings.own[context];
  const listed =
    known?.kind === 'cloud' ? priceFor(facts.prices, service, { provider: known.name, region }) : undefined;
  const price: Price | undefined =
    own === undefined
      ? listed
      : {
          id: 'own',
          provider: '',
          what: '',
          currency: settings.currency,
          perHour: own,
          source: '',
          read: '1970-01-01',
        };
  return {
    service,
    row: {
      ...ref,
      key: serviceKey(ref),
      ...(known && { provider: known.name }),
      ...(region !== undefined && { region }),
      internal,
      state,
      sharing: sharingOf(service, { internal, state }),
      ports: servicePorts(service).map(({ port }) => port),
    },
    counted: { rules: service.spec.ports?.length ?? 0, internal, zones },
    price,
    free: own === undefined && known?.kind === 'cluster' ? known.name : undefined,
  };
}

function stateOf({ metadata, spec, status }: Service, ready: number | undefined): CostState {
  if (metadata.deletionTimestamp !== undefined) return 'releasing';
  if (spec.type !== 'LoadBalancer') return 'orphaned';
  if ((status?.loadBalancer?.ingress ?? []).length === 0) return 'pending';
  return ready === 0 ? 'idle' : 'used';
}

/** An Ingress speaks HTTP, to clients outside. */
function sharingOf(service: Service, { internal, state }: Pick<CostRow, 'internal' | 'state'>): Sharing {
  if (state !== 'used') return 'not-in-use';
  if (internal) return 'internal';
  const ports = servicePorts(service);
  if (ports.some(({ protocol }) => protocol !== 'TCP')) return 'not-tcp';
  return ports.every(
    ({ name = '', appProtocol = '', port }) => HTTP_PORTS.has(port) || /http|grpc|web/i.test(name + appProtocol),
  )
    ? 'can'
    : 'not-http';
}

const HTTP_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

function rowOf({ settings }: CostFacts, one: Found, all: ReturnType<typeof partsOf>): CostRow {
  const { row, price, free } = one;
  const { currency } = settings;
  if (free !== undefined)
    return { ...row, what: free, parts: [], month: 0, currency, source: { kind: 'cluster', name: free, read: '' } };
  if (!price) return { ...row, parts: [], currency };
  const isOwn = price.id === 'own';
  const shown = {
    ...row,
    ...(!isOwn && { what: price.what }),
    source: { kind: isOwn ? 'own' : 'list', name: price.source, read: isOwn ? '' : price.read },
  } as const;
  const parts = all.get(one);
  if (!parts) return { ...shown, parts: [], month: 0, currency };
  const { rate, currency: into } = conversion(price, settings);
  return {
    ...shown,
    parts: parts.map((part) => ({ ...part, month: part.month * rate })),
    month: totalOf(parts) * rate,
    currency: into,
  };
}

/** Into the person's currency, where they have said at what rate; else it stays in its own. */
function conversion({ currency }: Price, settings: CostSettings): { readonly rate: number; readonly currency: string } {
  const rate = currency === settings.currency ? 1 : settings.rates[currency];
  return rate === undefined ? { rate: 1, currency } : { rate, currency: settings.currency };
}

/** Ten load balancers, or one: the difference of what all of them cost before and after. */
function sharingPlan(facts: CostFacts, found: readonly Found[], rows: readonly CostRow[]): SharingPlan | undefined {
  const { settings } = facts;
  const candidates = found.filter(({ row, price }) => row.sharing === 'can' && price);
  const price = candidates[0]?.price;
  const sharing = candidates.filter((one) => one.price?.id === price?.id);
  if (!price || sharing.length < 2) return undefined;
  const { rate, currency } = conversion(price, settings);
  const paid = found.filter((one) => one.price?.id === price.id && one.row.state !== 'pending');
  const others = paid.filter((one) => !sharing.includes(one)).map(({ counted }) => counted);
  const one: Counted = { rules: 2, internal: false, zones: sharing[0]?.counted.zones ?? 0 };
  const sum = (all: readonly Counted[]): number =>
    countAll(all, price, settings).reduce((total, parts) => total + fixedOf(parts), 0) * rate;
  const alone = sum(others);
  const before = sum([...others, ...sharing.map(({ counted }) => counted)]) - alone;
  const after = sum([...others, one]) - alone;
  const formulaOf = (count: number): string =>
    price.perHour === undefined
      ? price.source
      : `${count} × ${price.perHour} ${price.currency}/h × ${settings.hours} h`;
  const keys = new Set(sharing.map(({ row }) => row.key));
  return {
    services: rows.filter(({ key }) => keys.has(key)),
    what: price.what,
    currency,
    before,
    after,
    formula: { before: formulaOf(sharing.length), after: formulaOf(1) },
  };
}
