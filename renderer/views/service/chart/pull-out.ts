import type { Inlet, PullOut } from './field.ts';
import { middle, type Box, type Span } from './geometry.ts';
import type { Lane } from './lane.ts';

const ROWS = 4;
/** Two across where a name and its reason fit twice. */
const WIDE = 460;
const HEAD = 32;
const ROW = 24;
const PAD = 8;

/** A framed box on top with the first lanes in trouble, eight of them where there is room. */
export function pullOutAt(span: Span, y: number, lanes: readonly Lane[]): PullOut | undefined {
  if (lanes.length === 0) return undefined;
  const across = span.width < WIDE ? 1 : 2;
  const shown = lanes.slice(0, ROWS * across);
  const rows = Math.ceil(shown.length / across);
  const width = (span.width - 2 * PAD) / across;
  const box: Box = { ...span, y, height: HEAD + rows * ROW + PAD };
  const entries = shown.map((lane, index) => {
    const column = Math.floor(index / rows);
    const place = { x: span.x + PAD + column * width, y: y + HEAD + (index % rows) * ROW, width, height: ROW };
    return { lane, box: place };
  });
  return { box, lanes, entries };
}

export function pullOutInlet(pullOut: PullOut | undefined): readonly Inlet[] {
  if (!pullOut) return [];
  const { box, lanes } = pullOut;
  return [{ key: 'pull-out', at: { x: box.x, y: middle(box) }, carries: false, members: lanes.map(({ key }) => key) }];
}
