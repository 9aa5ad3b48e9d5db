import { m } from '../../../../shared/paraglide/messages.js';
import type { ServicePort } from '../../../../shared/model/service.ts';
import { percentText } from '../../forwards/quantity.ts';
import { elideAddress } from './elide.ts';
import { shownState, type Lane, type LaneState } from './lane.ts';
import { countReasons, type Approach, type Break, type Route } from './route.ts';
import type { StationFact } from './station.ts';

export function stateWord(state: LaneState): string {
  switch (state) {
    case 'ready':
      return m.detail_state_ready();
    case 'not-ready':
      return m.detail_state_not_ready();
    case 'draining':
      return m.detail_state_draining();
    case 'terminating':
      return m.detail_state_terminating();
    case 'unknown':
      return m.detail_state_unknown();
  }
}

/** Why a lane gets no connections, in Kubernetes' word where it has one; undefined for one that gets them. */
export function laneReason(lane: Lane, port: ServicePort | undefined): string | undefined {
  if (lane.portless && lane.state === 'ready') return m.detail_no_target_port({ port: String(port?.targetPort ?? '') });
  if (lane.carries) return undefined;
  return lane.reason ?? stateWord(shownState(lane));
}

export function hopName({ hop }: Break): string {
  return hop === 'exposure' ? m.detail_hop_exposure() : m.detail_hop_endpoint();
}

export function breakSentence(it: Break, { service }: Route): string {
  switch (it.why) {
    case 'pending':
      return m.detail_break_pending();
    case 'no-pod':
      return m.detail_break_no_pod({ namespace: service.namespace });
    case 'no-endpoint':
      return m.detail_break_no_endpoint();
    case 'no-selector':
      return m.detail_break_no_selector();
    case 'pods-without-endpoint':
      return m.detail_break_pods({ n: it.pods });
    case 'no-port':
      return m.detail_break_no_port({ target: it.target });
    case 'none-ready':
      return m.detail_break_none_ready({ total: it.total });
  }
}

/** Each reason with its count, as one line. */
export function reasonsLine(lanes: readonly Lane[]): string {
  return countReasons(lanes)
    .map(({ reason, count }) => m.detail_reason_count({ n: count, reason: reason ?? m.detail_fact_reason_none() }))
    .join(', ');
}

/** The chart in one sentence, which is also its name for a screen reader. */
export function routeSentence(route: Route): string {
  const { service, port, counts, breaks, known } = route;
  const name = `${service.namespace}/${service.name}${port ? ` ${portLabel(port)}` : ''}`;
  if (service.type === 'ExternalName')
    return m.detail_route_external({ service: name, host: service.externalName ?? '' });
  const [first] = breaks;
  if (first) return m.detail_route_broken({ service: name, hop: hopName(first), why: breakSentence(first, route) });
  if (!known) return m.detail_route_unknown({ service: name });
  return m.detail_route_ok({ service: name, ready: counts.carrying, total: counts.endpoints });
}

/** `443 https`, or `53 UDP` where a name does not tell. */
export function portLabel({ port, name, protocol }: ServicePort): string {
  const label = name === undefined || name === '' ? String(port) : `${port} ${name}`;
  return protocol === 'TCP' ? label : `${label} ${protocol}`;
}

export function clientWord(client: Approach['client']): string {
  switch (client) {
    case 'internet':
      return m.detail_client_internet();
    case 'nodes':
      return m.detail_client_nodes();
    case 'pods':
      return m.detail_client_pods();
  }
}

export interface ExposureWords {
  readonly title: string;
  /** The address that clients use there, or why there is none. */
  readonly address: string;
  readonly code: boolean;
  /** What a person would take along. */
  readonly copy?: string;
}

/** What an exposure is, and how clients reach it. */
export function exposureWords(approach: Approach, port: ServicePort | undefined): ExposureWords {
  const end = port ? `:${port.port}` : '';
  switch (approach.via) {
    case 'nothing':
      return { title: m.detail_not_exposed(), address: m.detail_not_exposed_more(), code: false };
    case 'pending':
      return { title: m.detail_load_balancer(), address: m.detail_load_balancer_pending(), code: false };
    case 'load-balancer':
    case 'external-ips': {
      const title = approach.via === 'load-balancer' ? m.detail_load_balancer() : m.detail_external_ip();
      return { title, address: `${approach.address}${end}`, code: true, copy: approach.address };
    }
    case 'node-port':
      return { title: m.detail_node_port(), address: m.detail_any_node({ port: approach.nodePort }), code: true };
    case 'dns':
      return { title: m.detail_client_pods(), address: `${approach.host}${end}`, code: true };
  }
}

export function factWord(fact: StationFact): string {
  switch (fact.fact) {
    case 'affinity':
      return fact.seconds === undefined
        ? m.detail_affinity_none()
        : m.detail_affinity_client({ seconds: fact.seconds });
    case 'external-policy-local':
      return m.detail_external_local();
    case 'internal-policy-local':
      return m.detail_internal_local();
    case 'publish-not-ready':
      return m.detail_publish_not_ready();
  }
}

/** One lane as a sentence: what it is, where it leads, how it stands. */
export function laneSentence(lane: Lane, port: ServicePort | undefined, share: number | undefined): string {
  const { name, address, node, zone } = lane;
  const target = address === undefined ? m.detail_no_endpoint() : elideAddress(address, lane.port, Infinity);
  const reason = laneReason(lane, port);
  const parts = [name, target, stateWord(shownState(lane)), reason, node, zone, share && percentText(share)];
  return [...new Set(parts.filter((part) => part !== undefined && part !== 0))].join(', ');
}
