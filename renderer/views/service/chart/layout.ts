import { columnsFor, type Columns } from './columns.ts';
import type { Course } from './course.ts';
import { lanesField } from './field-lanes.ts';
import { nodesField } from './field-nodes.ts';
import { zonesField } from './field-zones.ts';
import type { Inlet, PlacedField } from './field.ts';
import { bottom, boxAt, middle, right, type Box, type Point } from './geometry.ts';
import { linesOf, type Line } from './lines.ts';
import type { Approach, Break, Route } from './route.ts';
import { placeStation, stationLines, type Station, type StationLines } from './station.ts';

export interface PlacedApproach {
  readonly approach: Approach;
  readonly y: number;
  /** The exposure's own box; Pods inside the cluster need none. */
  readonly box: Box | undefined;
}

export interface PlacedBreak {
  readonly break: Break;
  readonly at: Point;
  readonly radius: number;
}

/** The whole chart with coordinates; the components only draw it. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: Columns;
  readonly bayY: number;
  readonly approaches: readonly PlacedApproach[];
  readonly you: { readonly y: number; readonly box: Box };
  readonly station: Station;
  readonly stationLines: StationLines;
  readonly field: PlacedField['field'];
  readonly inlets: readonly Inlet[];
  readonly breaks: readonly PlacedBreak[];
  readonly lines: readonly Line[];
}

export interface LayoutOptions {
  readonly width: number;
  readonly course: Course;
  /** Nodes opened in place, where lanes are drawn by node. */
  readonly open?: ReadonlySet<string>;
}

const FIRST_ROW = 72;
const ROW = 60;
const EXPOSURE = 40;
/** Endpoints up to which each has a lane, each node a lane, each endpoint a glyph. */
const LANES = 12;
const NODES = 60;
const GLYPHS = 500;
const PER_GLYPH = 5;
/** The picture is at most this tall, then it scrolls; the reader's own row stays within it. */
const TALLEST = 430;
const BELOW = 42;

export function layoutChart(route: Route, { width, course, open = new Set() }: LayoutOptions): ChartLayout {
  const columns = columnsFor(width);
  const approaches = route.approaches.map((approach, index): PlacedApproach => {
    const y = FIRST_ROW + index * ROW;
    return { approach, y, box: approach.client === 'pods' ? undefined : boxAt(columns.exposure, y, EXPOSURE) };
  });
  const bayY = approaches.at(-1)?.y ?? FIRST_ROW;
  const texts = stationLines(route.service);
  const incoming = approaches.filter(({ approach }) => approach.via !== 'nothing').map(({ y }) => y);
  const station = placeStation(columns.service, texts, incoming);
  const placed = fieldOf(route, columns, { portY: station.portY, open });
  const you = youAt(columns, { bayY, station: bottom(station.box), field: placed.bottom });
  const breaks = route.breaks.map((it): PlacedBreak => placeBreak(it, { columns, station, approaches }));
  const height = Math.ceil(Math.max(placed.bottom + 24, you.y + BELOW, bottom(station.box) + 24));
  const shape = { columns, approaches, you, station, field: placed.field, inlets: placed.inlets, breaks };
  return { width: columns.width, height, bayY, stationLines: texts, lines: linesOf(shape, course), ...shape };
}

function fieldOf(
  route: Route,
  columns: Columns,
  { portY, open }: { portY: number; open: ReadonlySet<string> },
): PlacedField {
  const { lanes, service, known } = route;
  if (service.type === 'ExternalName') return single('outside', boxAt({ ...columns.pod, x: columns.pod.x }, portY, 48));
  if (!known) return single('unknown', boxAt({ ...columns.endpoint, width: 220 }, portY, 64));
  if (lanes.length <= LANES) return lanesField(columns, lanes, portY);
  if (lanes.length <= NODES) return nodesField(columns, lanes, open);
  return zonesField(columns, lanes, lanes.length <= GLYPHS ? 1 : PER_GLYPH);
}

function single(kind: 'outside' | 'unknown', box: Box): PlacedField {
  const inlet = { key: kind, at: { x: box.x, y: middle(box) }, carries: kind === 'outside', members: [] };
  return { field: { kind, box }, inlets: [inlet], bottom: bottom(box) };
}

/** Below the station, because the own course passes under it; beside a tall field rather than out of sight. */
function youAt(
  columns: Columns,
  { bayY, station, field }: { bayY: number; station: number; field: number },
): { y: number; box: Box } {
  const wanted = Math.max(bayY + 82, station + 50);
  const y = Math.max(wanted, Math.min(field + 20, TALLEST - 54));
  return { y, box: boxAt(columns.exposure, y, EXPOSURE) };
}

function placeBreak(
  it: Break,
  { columns, station, approaches }: { columns: Columns; station: Station; approaches: readonly PlacedApproach[] },
): PlacedBreak {
  switch (it.hop) {
    case 'exposure': {
      const y = approaches.find(({ approach }) => approach.via === 'pending')?.y ?? FIRST_ROW;
      return { break: it, at: { x: columns.exposure.x - 12, y }, radius: 9 };
    }
    case 'endpoint':
      return { break: it, at: { x: right(columns.service) + 46, y: station.portY }, radius: 14 };
  }
}
