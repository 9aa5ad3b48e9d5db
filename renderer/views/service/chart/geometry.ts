import { linkHorizontal } from 'd3-shape';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A column of the chart: its left edge and its width. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

export const right = ({ x, width }: Span): number => x + width;
export const bottom = ({ y, height }: Box): number => y + height;
export const middle = ({ y, height }: Box): number => y + height / 2;

/** A box in `column`, as tall as `height` and centred on `y`. */
export function boxAt({ x, width }: Span, y: number, height: number): Box {
  return { x, y: y - height / 2, width, height };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

export const straight = (from: number, to: number, y: number): string => `M${from},${y}H${to}`;

const link = linkHorizontal<{ source: Point; target: Point }, Point>()
  .x(({ x }) => x)
  .y(({ y }) => y);

/** A smooth course that leaves and arrives level. */
export function curve(source: Point, target: Point): string {
  return link({ source, target }) ?? '';
}

const SWELL = 8;

/** The mark of one's own course: waves of about 16 px that start and end on the line. */
export function wave({ from, to, y }: { from: number; to: number; y: number }): string {
  const halves = Math.max(2, Math.round((to - from) / SWELL));
  const width = round((to - from) / halves);
  const rest = `t${width},0`.repeat(halves - 1);
  return `M${from},${y}q${round(width / 2)},-4 ${width},0${rest}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
