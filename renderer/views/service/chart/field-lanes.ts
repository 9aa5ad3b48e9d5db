import type { Columns } from './columns.ts';
import { runsBy, type LaneBox, type NodeRun, type PlacedField, type ZoneRun } from './field.ts';
import { boxAt, right, type Box } from './geometry.ts';
import type { Lane } from './lane.ts';

interface Measure {
  readonly pitch: number;
  readonly height: number;
}

/** Centre of the first lane that leaves room for the headings. */
const FIRST = 54;
const SOCKET = 48;

/** One lane each, centred on the socket at `portY` as far as the headings allow. */
export function lanesField(columns: Columns, lanes: readonly Lane[], portY: number): PlacedField {
  const { pitch, height } = measure(columns, lanes.length);
  const first = Math.max(FIRST + (height - 28) / 2, portY - ((lanes.length - 1) * pitch) / 2);
  const yOf = (index: number) => first + index * pitch;
  const empty = !lanes.some(({ endpoint }) => endpoint);
  const socket = empty ? boxAt(columns.endpoint, Math.max(portY, FIRST + SOCKET / 2), SOCKET) : undefined;
  const boxes = lanes.map((lane, index): LaneBox => laneBox(columns, lane, { y: yOf(index), height, empty }));
  const lastY = lanes.length > 0 ? yOf(lanes.length - 1) : portY;
  return {
    field: {
      kind: 'lanes',
      socket,
      noteY: lastY + height / 2 + 6,
      lanes: boxes,
      ...places(columns, lanes, { first, pitch }),
    },
    inlets: socket ? [socketInlet(socket, lanes)] : boxes.map(laneInlet),
    bottom: Math.max(lastY + height / 2, socket ? socket.y + SOCKET : 0),
  };
}

function measure({ folded }: Columns, count: number): Measure {
  if (folded) return { pitch: 50, height: 42 };
  if (count <= 6) return { pitch: 40, height: 28 };
  return { pitch: count <= 9 ? 36 : 32, height: 28 };
}

function laneBox(columns: Columns, lane: Lane, at: { y: number; height: number; empty: boolean }): LaneBox {
  const { endpoint, pod } = columns;
  return {
    lane,
    y: at.y,
    address: at.empty ? undefined : boxAt(endpoint, at.y, 28),
    pod: boxAt(pod, at.y, at.height),
    mark: { x: (right(endpoint) + pod.x) / 2, y: at.y },
  };
}

/** Node and Zone have columns only where there is room; folded, a Pod's second line says both. */
function places(
  columns: Columns,
  lanes: readonly Lane[],
  { first, pitch }: { first: number; pitch: number },
): { nodes: readonly NodeRun[]; zones: readonly ZoneRun[] } {
  if (columns.folded) return { nodes: [], zones: [] };
  const half = pitch / 2 - 3;
  const extent = (run: readonly Lane[]) => {
    const index = run[0] ? lanes.indexOf(run[0]) : 0;
    return { from: first + index * pitch - half, to: first + (index + run.length - 1) * pitch + half };
  };
  const nodes = runsBy(lanes, ({ node }) => node).flatMap(({ value, items }): NodeRun[] => {
    if (value === undefined) return [];
    const { from, to } = extent(items);
    const ready = items.filter(({ carries }) => carries).length;
    const box: Box = { ...columns.node, y: from, height: to - from };
    return [{ key: `${value}@${from}`, node: value, box, ready, total: items.length }];
  });
  const zones = runsBy(lanes, ({ zone }) => zone).flatMap(({ value, items }): ZoneRun[] => {
    if (value === undefined) return [];
    const { from, to } = extent(items);
    return [{ key: `${value}@${from}`, zone: value, from, to, members: items.map(({ key }) => key) }];
  });
  return { nodes, zones };
}

const laneInlet = ({ lane, address, y, pod }: LaneBox) => ({
  key: lane.key,
  at: { x: address?.x ?? pod.x, y },
  carries: lane.carries,
  members: [lane.key],
});

const socketInlet = ({ x, y, height }: Box, lanes: readonly Lane[]) => ({
  key: 'socket',
  at: { x, y: y + height / 2 },
  carries: false,
  members: lanes.map(({ key }) => key),
});
