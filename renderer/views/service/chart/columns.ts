import type { Span } from './geometry.ts';

/** Where the chart's columns stand. Folded, Node and Zone have no column: they are a Pod's second line. */
export interface Columns {
  readonly width: number;
  readonly folded: boolean;
  /** The coast: outside the cluster to the left of it. */
  readonly land: number;
  readonly client: Span;
  readonly exposure: Span;
  readonly service: Span;
  readonly endpoint: Span;
  readonly pod: Span;
  readonly node: Span;
  readonly zone: Span;
}

type Name = 'client' | 'exposure' | 'service' | 'endpoint' | 'pod' | 'node' | 'zone';

/** A column as drawn at its plan's width, and its part of what the window is wider or narrower. */
interface Plan {
  readonly width: number;
  readonly columns: Readonly<Record<Name, { x: number; width: number; part: number; gap: number }>>;
}

const wide: Plan = {
  width: 1096,
  columns: {
    client: { x: 16, width: 72, part: 0, gap: 0 },
    exposure: { x: 104, width: 172, part: 0.15, gap: 0 },
    service: { x: 312, width: 150, part: 0.1, gap: 0 },
    endpoint: { x: 544, width: 116, part: 0.15, gap: 0.15 },
    pod: { x: 708, width: 204, part: 0.3, gap: 0 },
    node: { x: 932, width: 80, part: 0.1, gap: 0 },
    zone: { x: 1022, width: 58, part: 0.05, gap: 0 },
  },
};

const folded: Plan = {
  width: 852,
  columns: {
    client: { x: 14, width: 24, part: 0, gap: 0 },
    exposure: { x: 44, width: 140, part: 0.1, gap: 0 },
    service: { x: 206, width: 146, part: 0.05, gap: 0 },
    endpoint: { x: 452, width: 116, part: 0.05, gap: 0.2 },
    pod: { x: 602, width: 234, part: 0.6, gap: 0 },
    node: { x: 836, width: 0, part: 0, gap: 0 },
    zone: { x: 836, width: 0, part: 0, gap: 0 },
  },
};

const FOLD = 1000;
const NARROWEST = 672;
const WIDEST = 1680;
const COAST = 20;

export function columnsFor(available: number): Columns {
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, available)));
  const plan = width < FOLD ? folded : wide;
  const extra = width - plan.width;
  let shift = 0;
  const place = (name: Name): Span => {
    const column = plan.columns[name];
    const grown = Math.round(extra * column.part);
    shift += Math.round(extra * column.gap);
    const span = { x: column.x + shift, width: column.width + grown };
    shift += grown;
    return span;
  };
  const client = place('client');
  const exposure = place('exposure');
  const land = exposure.x + exposure.width + (plan === folded ? 6 : COAST);
  return {
    width,
    folded: plan === folded,
    land,
    client,
    exposure,
    service: place('service'),
    endpoint: place('endpoint'),
    pod: place('pod'),
    node: place('node'),
    zone: place('zone'),
  };
}
