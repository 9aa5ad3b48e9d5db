import type { Columns } from './columns.ts';
import { groupsBy, type Glyph, type Inlet, type PlacedField, type Run, type ZoneBox } from './field.ts';
import { bottom, middle, type Span } from './geometry.ts';
import { troubled, worstState, type Lane } from './lane.ts';
import { pullOutAt, pullOutInlet } from './pull-out.ts';

const TOP = 34;
const GAP = 6;
const PAD = 10;
/** The zone's own name and counts. */
const HEAD = 88;
const NODE = 112;
const NAME = 18;
const GLYPH = { x: 11, y: 15 };
const ACROSS = 9;
const LOWEST = 68;

/** A box for each zone with a column for each node; every glyph is one endpoint, or `per` of them. */
export function zonesField(columns: Columns, lanes: readonly Lane[], per: number): PlacedField {
  const x = columns.endpoint.x - 4;
  const span: Span = { x, width: columns.width - x - 16 };
  const pullOut = pullOutAt(span, TOP, troubled(lanes));
  const top = pullOut ? bottom(pullOut.box) + 14 : TOP;
  const boxes: ZoneBox[] = [];
  const glyphs: Glyph[] = [];
  let y = top;
  for (const zone of groupsBy(lanes, (lane) => lane.zone ?? '')) {
    const drawn = zoneAt({ ...span, y }, zone, per);
    boxes.push(drawn.box);
    glyphs.push(...drawn.glyphs);
    y = bottom(drawn.box.box) + GAP;
  }
  const area = { ...span, y: top, height: y - GAP - top };
  return {
    field: { kind: 'zones', pullOut, boxes, glyphs, area, per },
    inlets: [...pullOutInlet(pullOut), ...boxes.map((box) => zoneInlet(box, lanes))],
    bottom: y - GAP,
  };
}

function zoneAt(
  { x, width, y }: Span & { y: number },
  { value: zone, items }: Run<string>,
  per: number,
): { box: ZoneBox; glyphs: readonly Glyph[] } {
  const perRow = Math.max(1, Math.floor((width - HEAD) / NODE));
  const nodes: ZoneBox['nodes'][number][] = [];
  const glyphs: Glyph[] = [];
  let rowY = y + PAD;
  for (const row of chunks(
    groupsBy(items, ({ node }) => node ?? ''),
    perRow,
  )) {
    let rows = 1;
    row.forEach(({ value: node, items: lanes }, column) => {
      const at = { x: x + HEAD + column * NODE, y: rowY };
      const states = chunks(lanes, per).map(worstState);
      nodes.push({ ...at, node });
      states.forEach((state, index) => glyphs.push({ ...glyphPlace(at, index), state }));
      rows = Math.max(rows, Math.ceil(states.length / ACROSS));
    });
    rowY += NAME + rows * GLYPH.y + GAP;
  }
  const height = Math.max(LOWEST, rowY - y + PAD - GAP);
  const ready = items.filter(({ carries }) => carries).length;
  return {
    box: { key: `zone/${zone}`, zone, box: { x, y, width, height }, ready, total: items.length, nodes },
    glyphs,
  };
}

const glyphPlace = ({ x, y }: { x: number; y: number }, index: number) => ({
  x: x + GLYPH.x / 2 + (index % ACROSS) * GLYPH.x,
  y: y + NAME + GLYPH.y / 2 + Math.floor(index / ACROSS) * GLYPH.y,
});

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function zoneInlet({ key, zone, box, ready }: ZoneBox, lanes: readonly Lane[]): Inlet {
  const members = lanes.filter((lane) => (lane.zone ?? '') === zone).map((lane) => lane.key);
  return { key, at: { x: box.x, y: middle(box) }, carries: ready > 0, members };
}
