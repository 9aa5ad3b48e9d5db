import type { ServiceRow } from '../../../../shared/model/service.ts';
import { boxAt, type Box, type Span } from './geometry.ts';

/** The lines that the Service's own station shows, and no more: the rest is one tab away. */
export interface StationLines {
  readonly addresses: readonly string[];
  /** Undefined for an ExternalName, which has none to speak of. */
  readonly selector: readonly string[] | undefined;
  readonly moreSelectors: number;
  /** Affinity and the traffic policies that differ from the default. */
  readonly facts: readonly StationFact[];
}

export type StationFact =
  | { readonly fact: 'affinity'; readonly seconds: number | undefined }
  | { readonly fact: 'external-policy-local' }
  | { readonly fact: 'internal-policy-local' }
  | { readonly fact: 'publish-not-ready' };

const SELECTOR_LINES = 3;

export function stationLines(service: ServiceRow): StationLines {
  const selector = Object.entries(service.selector ?? {}).map(([label, value]) => `${label}=${value}`);
  const { sessionAffinity: affinity } = service;
  const facts: StationFact[] = [];
  if (service.type !== 'ExternalName')
    facts.push({ fact: 'affinity', seconds: affinity.type === 'ClientIP' ? affinity.seconds : undefined });
  if (service.externalTrafficPolicy === 'Local') facts.push({ fact: 'external-policy-local' });
  if (service.internalTrafficPolicy === 'Local') facts.push({ fact: 'internal-policy-local' });
  if (service.publishNotReadyAddresses) facts.push({ fact: 'publish-not-ready' });
  return {
    addresses: service.headless ? [] : service.clusterIPs,
    selector: service.type === 'ExternalName' ? undefined : selector.slice(0, SELECTOR_LINES),
    moreSelectors: Math.max(0, selector.length - SELECTOR_LINES),
    facts,
  };
}

/** Heights of the station's parts in px; its styles use the same ones. */
const HEAD = 30;
const LINE = 18;
/** An address has a button beside it, which is never smaller. */
const ADDRESS = 24;
const PORT = 24;
const GAP = 10;
const TOP = 40;

export interface Station {
  readonly box: Box;
  /** Where the chosen port's row is, and with it the socket that all lanes leave from. */
  readonly portY: number;
}

/** Stands beside the lines that lead to it (`incoming`), its port row level with one of them where that fits. */
export function placeStation(column: Span, lines: StationLines, incoming: readonly number[]): Station {
  const addressLines = Math.max(1, lines.addresses.length);
  const portOffset = HEAD + addressLines * ADDRESS + GAP + PORT / 2;
  const first = Math.min(...incoming);
  const last = Math.max(...incoming);
  const level = incoming.find((y) => y - portOffset <= first - 10 && y - portOffset >= TOP);
  const top = level === undefined ? Math.max(TOP, Math.min(first - 24, last - portOffset)) : level - portOffset;
  const { selector } = lines;
  // Its heading, its labels and what was left out; or the word that there is none.
  const selectorLines = selector?.length ? 1 + selector.length + Math.min(1, lines.moreSelectors) : selector ? 1 : 0;
  const content = portOffset + PORT / 2 + GAP + (selectorLines + lines.facts.length) * LINE + GAP;
  const height = Math.max(content, last + 24 - top);
  return { box: boxAt(column, top + height / 2, height), portY: top + portOffset };
}
