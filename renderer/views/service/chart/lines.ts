import type { Columns } from './columns.ts';
import { courseWidth, flows, type Course } from './course.ts';
import type { Field, Inlet } from './field.ts';
import { curve, middle, right, straight, wave, type Box } from './geometry.ts';
import type { PlacedApproach, PlacedBreak } from './layout.ts';
import type { Station } from './station.ts';

/** A line of the chart. Dashed: nothing passes there; `faint`: drawn back beside one's own course. */
export interface Line {
  readonly key: string;
  readonly path: string;
  readonly kind: 'cluster' | 'course';
  readonly dashed: boolean;
  readonly faint: boolean;
  readonly width: number;
}

interface Shape {
  readonly columns: Columns;
  readonly approaches: readonly PlacedApproach[];
  readonly you: { readonly y: number; readonly box: Box };
  readonly station: Station;
  readonly field: Field;
  readonly inlets: readonly Inlet[];
  readonly breaks: readonly PlacedBreak[];
}

/** Where a line leaves a break's disc again. */
const BEYOND = 22;
const CROWD = 10;

export function linesOf(shape: Shape, course: Course): readonly Line[] {
  const faint = course.kind === 'forward';
  return [
    ...shape.approaches.flatMap((approach) => approachLines(shape, approach)),
    ...fanLines(shape, faint),
    ...fieldLines(shape.field, shape.columns),
    ...(course.kind === 'forward' ? courseLines(shape, course) : []),
  ];
}

function cluster(key: string, path: string, look: Partial<Line> = {}): Line {
  return { key, path, kind: 'cluster', dashed: false, faint: false, width: 2, ...look };
}

function approachLines({ columns, station }: Shape, { approach, y, box }: PlacedApproach): readonly Line[] {
  const key = `${approach.client}/${approach.via}`;
  if (approach.via === 'nothing') return [];
  const from = right(columns.client) - (columns.folded ? 4 : -3);
  if (!box) return [cluster(key, straight(from, station.box.x, y))];
  const dashed = approach.via === 'pending';
  const toBox = dashed ? [] : [cluster(`${key}/in`, straight(from, box.x, y))];
  return [...toBox, cluster(`${key}/out`, straight(right(box), station.box.x, y), { dashed })];
}

/** From the Service's socket to each inlet; only as far as the disc where the route breaks there. */
function fanLines({ station, inlets, breaks }: Shape, faint: boolean): readonly Line[] {
  const socket = { x: right(station.box), y: station.portY };
  const stop = breaks.find((it) => it.break.hop === 'endpoint');
  const look = { faint, width: faint ? 1.5 : 2 };
  const to = (from: typeof socket) =>
    inlets.map(({ key, at, carries, members }) =>
      cluster(`fan/${key}`, curve(from, at), {
        ...look,
        dashed: !carries,
        width: carries ? widthOf(members.length, look.width) : 1.5,
      }),
    );
  if (!stop) return to(socket);
  const upTo = cluster('fan/stop', straight(socket.x, stop.at.x - stop.radius, socket.y));
  return [upTo, ...to({ x: stop.at.x + BEYOND, y: socket.y })];
}

/** A line that stands for a crowd is drawn as one. */
const widthOf = (members: number, single: number): number => (members > CROWD ? 2 * single : single);

function fieldLines(field: Field, columns: Columns): readonly Line[] {
  if (field.kind !== 'lanes') return [];
  return field.lanes.flatMap(({ lane, y, address, pod }) => {
    const look = { dashed: !lane.carries, width: 1.5 };
    const before = laneSource(field.socket, address);
    const toPod =
      before && cluster(`lane/${lane.key}`, curve({ x: right(before), y: middle(before) }, { x: pod.x, y }), look);
    const toNode =
      lane.node === undefined || columns.folded
        ? undefined
        : cluster(`node/${lane.key}`, straight(right(pod), columns.node.x, y), { ...look, faint: true });
    return [toPod, toNode].filter((line) => line !== undefined);
  });
}

const laneSource = (socket: Box | undefined, address: Box | undefined): Box | undefined => address ?? socket;

/** Wavy as far as the Service, then one smooth line per inlet that new connections go to. */
function courseLines(shape: Shape, course: Course & { kind: 'forward' }): readonly Line[] {
  const { columns, you, station, inlets } = shape;
  const own = (key: string, path: string, width: number): Line => ({
    key: `course/${key}`,
    path,
    kind: 'course',
    dashed: false,
    faint: false,
    width,
  });
  const leave = right(columns.client) - (columns.folded ? 4 : 12);
  const first = own('you', wave({ from: leave, to: you.box.x, y: you.y }), 2);
  if (course.forward.state.state === 'failed' || course.forward.state.state === 'starting') return [first];
  const end = { x: right(station.box) + (flows(course) ? 10 : 20), y: you.y };
  const through = own('wave', wave({ from: right(you.box), to: end.x, y: you.y }), flows(course) ? 3 : 2);
  if (!flows(course)) return [first, through];
  const open = inlets.filter(({ carries }) => carries);
  const fan = open.map(({ key, at, members }) => {
    const share = members.reduce((sum, member) => sum + (course.shares.get(member) ?? 0), 0);
    return own(key, curve(end, { x: at.x, y: at.y + 3 }), courseWidth(share, open.length));
  });
  return [first, through, ...fan];
}
