import type { Box } from './geometry.ts';

/** A box as inline style, relative to `origin` where it lies inside another one. */
export function place({ x, y, width, height }: Box, origin: { x: number; y: number } = { x: 0, y: 0 }): string {
  return `left:${x - origin.x}px;top:${y - origin.y}px;width:${width}px;height:${height}px`;
}

/** The smallest box around two. */
export function around(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
