import { ageText } from '../../../../shared/age.ts';
import type { ContainerView, EndpointView, PodView, ServiceDetail } from '../../../../shared/model/endpoint.ts';
import type { ServicePort } from '../../../../shared/model/service.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import { elideAddress } from '../chart/elide.ts';
import { shownState, type Lane } from '../chart/lane.ts';
import { laneReason, stateWord } from '../chart/words.ts';
import type { Fact } from './break-facts.ts';

/** Everything that is known of one endpoint and of the Pod it stands for. */
export function laneFacts(
  lane: Lane,
  { endpoints, podsWithoutEndpoint }: ServiceDetail,
  { port, now }: { readonly port: ServicePort | undefined; readonly now: number },
): readonly Fact[] {
  const endpoint = endpoints.find(({ key }) => key === lane.key);
  const pod = endpoint?.pod ?? podsWithoutEndpoint.find(({ uid }) => lane.key === `pod/${uid}`);
  const reason = laneReason(lane, port);
  const state = stateWord(shownState(lane));
  return [
    { name: m.detail_col_state(), value: reason === undefined || reason === state ? state : `${state}: ${reason}` },
    ...(endpoint ? endpointFacts(endpoint, lane.port) : []),
    ...placeFacts(lane),
    ...(pod ? podFacts(pod, now) : [{ name: m.detail_pod(), value: m.detail_pod_unknown() }]),
  ];
}

function endpointFacts({ addresses, slices }: EndpointView, port: number | undefined): readonly Fact[] {
  const full = addresses.map((address) => elideAddress(address, port, Infinity));
  return [
    { name: m.detail_col_address(), value: full.join(', '), code: true },
    { name: m.detail_col_slice(), value: slices.map(({ name, managedBy }) => `${name} (${managedBy})`).join(', ') },
  ];
}

function placeFacts({ node, zone }: Lane): readonly Fact[] {
  return [
    ...(node === undefined ? [] : [{ name: m.detail_node(), value: node, code: true }]),
    ...(zone === undefined ? [] : [{ name: m.detail_zone(), value: zone, code: true }]),
  ];
}

function podFacts({ phase, created, containers }: PodView, now: number): readonly Fact[] {
  const age = ageText(now - Date.parse(created));
  return [
    { name: m.detail_pod_phase(), value: `${phase}, ${age}` },
    ...(containers.length > 0
      ? [{ name: m.detail_pod_containers(), value: containers.map(containerWords).join('; ') }]
      : []),
  ];
}

function containerWords({ name, state, reason, restarts }: ContainerView): string {
  const words = { name, state: reason === undefined ? state : `${state} (${reason})` };
  return restarts > 0 ? m.detail_container_restarts({ ...words, n: restarts }) : m.detail_container(words);
}
