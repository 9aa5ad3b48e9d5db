import type { Glyph } from './field.ts';
import type { Box } from './geometry.ts';
import type { LaneState } from './lane.ts';

export type Palette = Readonly<Record<LaneState, string>>;

/** The colours that the tokens have where `element` stands. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ready: token('--ready'),
    'not-ready': token('--bad'),
    draining: token('--term'),
    terminating: token('--term'),
    unknown: token('--unknown'),
  };
}

const RADIUS = 4;

/** Draws every glyph of `area` on one canvas: shapes that tell states apart without their colour. */
export function paintGlyphs(
  canvas: HTMLCanvasElement,
  { glyphs, area, palette }: { glyphs: readonly Glyph[]; area: Box; palette: Palette },
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.ceil(area.width * ratio);
  canvas.height = Math.ceil(area.height * ratio);
  context.scale(ratio, ratio);
  context.translate(-area.x, -area.y);
  for (const glyph of glyphs) {
    context.strokeStyle = palette[glyph.state];
    context.fillStyle = palette[glyph.state];
    context.lineWidth = 1.5;
    context.setLineDash([]);
    shapes[glyph.state](context, glyph.x, glyph.y);
  }
}

type Shape = (context: CanvasRenderingContext2D, x: number, y: number) => void;

const shapes: Readonly<Record<LaneState, Shape>> = {
  ready(context, x, y) {
    disc(context, x, y);
    context.fill();
  },
  'not-ready'(context, x, y) {
    disc(context, x, y);
    stroke(context, [x - RADIUS, y + RADIUS, x + RADIUS, y - RADIUS]);
  },
  draining(context, x, y) {
    disc(context, x, y);
    context.stroke();
    context.beginPath();
    context.arc(x, y, RADIUS, Math.PI / 2, -Math.PI / 2);
    context.fill();
  },
  terminating(context, x, y) {
    context.beginPath();
    stroke(context, [x - RADIUS, y - RADIUS / 2, x, y + RADIUS / 2, x + RADIUS, y - RADIUS / 2]);
  },
  unknown(context, x, y) {
    disc(context, x, y);
    context.setLineDash([1.5, 1.6]);
    context.stroke();
  },
};

function disc(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
}

/** Adds a run of straight lines to the current path and draws it. */
function stroke(context: CanvasRenderingContext2D, [x = 0, y = 0, ...rest]: readonly number[]): void {
  context.moveTo(x, y);
  for (let index = 0; index < rest.length; index += 2) context.lineTo(rest[index] ?? x, rest[index + 1] ?? y);
  context.stroke();
}
