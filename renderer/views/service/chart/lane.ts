import type { EndpointPort, EndpointView, PodView } from '../../../../shared/model/endpoint.ts';
import type { ServicePort } from '../../../../shared/model/service.ts';

export type LaneState = 'ready' | 'not-ready' | 'draining' | 'terminating' | 'unknown';

/** One endpoint, or one Pod that no EndpointSlice holds, as a course from the Service's chosen port to a Pod. */
export interface Lane {
  readonly key: string;
  readonly state: LaneState;
  /** False for a Pod that the selector matches and no slice holds. */
  readonly endpoint: boolean;
  /** Ready, but without a port of the chosen name: nothing arrives there. */
  readonly portless: boolean;
  /** Whether it gets new connections on the chosen port. */
  readonly carries: boolean;
  readonly address?: string;
  /** How many addresses it has besides `address`. */
  readonly moreAddresses: number;
  /** The target port, resolved to this Pod's own number. */
  readonly port?: number;
  /** The Pod's name, or what stands in for one. */
  readonly name: string;
  /** Whether a Pod stands behind it; a slice kept by hand can hold any address. */
  readonly pod: boolean;
  /** Why it is not ready, in Kubernetes' own word. */
  readonly reason?: string;
  readonly node?: string;
  readonly zone?: string;
}

/** Every endpoint and every Pod without one as lanes of `port`, by zone, node and name; Pods without endpoint last. */
export function lanesOf(
  port: ServicePort | undefined,
  endpoints: readonly EndpointView[],
  pods: readonly PodView[],
): readonly Lane[] {
  const drafts = endpoints.map((endpoint) => endpointLane(endpoint, port));
  const open = carrying(drafts);
  const lanes = drafts.map((lane) => ({ ...lane, carries: open.has(lane.key) })).sort(byPlace);
  return [...lanes, ...pods.map(podLane).sort(byPlace)];
}

/** As kube-proxy does: the ready ones; where there is none, those that serve while they terminate. */
function carrying(lanes: readonly Lane[]): ReadonlySet<string> {
  const ready = lanes.filter(({ state, portless }) => state === 'ready' && !portless);
  const draining = lanes.filter(({ state, portless }) => state === 'draining' && !portless);
  return new Set((ready.length > 0 ? ready : draining).map(({ key }) => key));
}

function endpointLane(endpoint: EndpointView, port: ServicePort | undefined): Lane {
  const { key, addresses, hostname, target, node, zone, pod } = endpoint;
  const [address, ...others] = addresses;
  const own = portOf(endpoint.ports, port);
  const place = node ?? pod?.node;
  return {
    key,
    state: endpointState(endpoint),
    endpoint: true,
    portless: port !== undefined && own === undefined,
    carries: false,
    ...(address !== undefined && { address }),
    moreAddresses: others.length,
    ...(own !== undefined && { port: own.port }),
    name: target?.name ?? hostname ?? address ?? key,
    pod: target?.kind === 'Pod',
    ...(!endpoint.ready && pod?.reason !== undefined && { reason: pod.reason }),
    ...(place !== undefined && { node: place }),
    ...(zone !== undefined && { zone }),
  };
}

function podLane(pod: PodView): Lane {
  const { reason = pod.phase, node } = pod;
  return {
    key: `pod/${pod.uid}`,
    state: podState(pod),
    endpoint: false,
    portless: false,
    carries: false,
    moreAddresses: 0,
    name: pod.name,
    pod: true,
    reason,
    ...(node !== undefined && { node }),
  };
}

export function endpointState({ ready, serving, terminating }: EndpointView): LaneState {
  if (ready) return 'ready';
  if (terminating) return serving ? 'draining' : 'terminating';
  return 'not-ready';
}

export function podState({ terminating, phase }: PodView): LaneState {
  if (terminating) return 'terminating';
  return phase === 'Unknown' ? 'unknown' : 'not-ready';
}

/** Slices repeat the Service port's name; an unnamed port's is empty or missing. */
function portOf(ports: readonly EndpointPort[], wanted: ServicePort | undefined): EndpointPort | undefined {
  if (!wanted) return undefined;
  return ports.find(({ name, protocol }) => (name ?? '') === (wanted.name ?? '') && protocol === wanted.protocol);
}

const byPlace = (a: Lane, b: Lane) =>
  compare(a.zone, b.zone) || compare(a.node, b.node) || compare(a.name, b.name) || compare(a.key, b.key);

/** Names count up as a person does (`web-2` before `web-10`); what has no place comes last. */
function compare(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

const collator = new Intl.Collator('en', { numeric: true });

/** How a lane is drawn: a ready Pod that lacks the chosen port answers no one, so it is not shown as ready. */
export function shownState({ state, portless }: Lane): LaneState {
  return portless && state === 'ready' ? 'not-ready' : state;
}

const severity: Readonly<Record<LaneState, number>> = {
  ready: 0,
  draining: 1,
  terminating: 2,
  unknown: 3,
  'not-ready': 4,
};

/** The worst state wins where one glyph stands for several lanes. */
export function worstState(lanes: readonly Lane[]): LaneState {
  const states = lanes.map(shownState);
  return states.reduce((worst, state) => (severity[state] > severity[worst] ? state : worst), 'ready');
}

/** Lanes that no connection takes because something is wrong, which leaving in good order is not. */
export function troubled(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.filter((lane) => severity[shownState(lane)] >= severity.unknown);
}
