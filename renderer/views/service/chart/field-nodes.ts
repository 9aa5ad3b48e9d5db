import type { Columns } from './columns.ts';
import { groupsBy, runsBy, type Inlet, type NodeGroup, type PlacedField, type ZoneRun } from './field.ts';
import { bottom, right, type Span } from './geometry.ts';
import { shownState, troubled, type Lane } from './lane.ts';
import { pullOutAt, pullOutInlet } from './pull-out.ts';

const TOP = 38;
const ROW = 28;
const GAP = 6;
const LANE = 24;
const GLYPH = 11;
/** Where a group's glyphs begin, after its name and its counts. */
const GLYPHS_AT = 216;

/** A lane for each node, which opens in place; what is in trouble is pulled out on top. */
export function nodesField(columns: Columns, lanes: readonly Lane[], open: ReadonlySet<string>): PlacedField {
  const span: Span = {
    x: columns.endpoint.x,
    width: right(columns.folded ? columns.pod : columns.node) - columns.endpoint.x,
  };
  const pullOut = pullOutAt(span, TOP, troubled(lanes));
  let y = pullOut ? bottom(pullOut.box) + 12 : TOP;
  const groups = groupsBy(lanes, ({ node }) => node ?? '').map(({ value, items }) => {
    const group = groupAt({ ...span, y }, value, { lanes: items, open: open.has(value) });
    y = bottom(group.box) + GAP;
    return group;
  });
  return {
    field: { kind: 'nodes', pullOut, groups, zones: columns.folded ? [] : zonesBeside(groups) },
    inlets: [...pullOutInlet(pullOut), ...groups.map(groupInlet)],
    bottom: y - GAP,
  };
}

function groupAt(
  { x, width, y }: Span & { y: number },
  node: string,
  { lanes, open }: { lanes: readonly Lane[]; open: boolean },
): NodeGroup {
  const height = ROW + (open ? lanes.length * LANE + GAP : 0);
  const fit = Math.max(1, Math.floor((width - GLYPHS_AT - 30) / GLYPH));
  const glyphs = lanes
    .slice(0, fit)
    .map((lane, index) => ({ x: x + GLYPHS_AT + index * GLYPH, y: y + ROW / 2, state: shownState(lane) }));
  return { key: `node/${node}`, node, zone: lanes[0]?.zone, box: { x, y, width, height }, lanes, open, glyphs };
}

function zonesBeside(groups: readonly NodeGroup[]): readonly ZoneRun[] {
  const byFirstLane = new Map(groups.map((group) => [group.lanes[0], group]));
  return runsBy(
    [...byFirstLane.keys()].filter((lane) => lane !== undefined),
    ({ zone }) => zone,
  ).flatMap(({ value, items }): ZoneRun[] => {
    const members = items.flatMap((lane) => byFirstLane.get(lane) ?? []);
    const [first, last] = [members.at(0), members.at(-1)];
    if (value === undefined || !first || !last) return [];
    const keys = members.flatMap(({ lanes }) => lanes.map(({ key }) => key));
    return [{ key: `${value}@${first.box.y}`, zone: value, from: first.box.y, to: bottom(last.box), members: keys }];
  });
}

const groupInlet = ({ key, box, lanes }: NodeGroup): Inlet => ({
  key,
  at: { x: box.x, y: box.y + ROW / 2 },
  carries: lanes.some(({ carries }) => carries),
  members: lanes.map((lane) => lane.key),
});
