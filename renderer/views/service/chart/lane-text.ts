import { elide, elideAddress } from './elide.ts';
import type { Lane } from './lane.ts';

/** Advances of the code font at 11.5 px and, about, of the text font at 11 px. */
const CODE = 6.92;
const TEXT = 6.2;
/** What the box's edges, the state glyph and the gaps take. */
const AROUND_POD = 42;
const AROUND_ADDRESS = 12;
const LONGEST_REASON = 18;

/** As much of `text` as fits `width` px in the code font. */
export function fitCode(text: string, width: number): string {
  return elide(text, Math.max(1, Math.floor(width / CODE)));
}

/** As `fitCode`, but a port at the end stays whole. */
export function fitAddress(text: string, width: number): string {
  const port = /:\d+$/.exec(text)?.[0] ?? '';
  return `${fitCode(text.slice(0, text.length - port.length), width - port.length * CODE)}${port}`;
}

export function addressText({ address, port, endpoint }: Lane, width: number): string | undefined {
  if (!endpoint || address === undefined) return undefined;
  return elideAddress(address, port, Math.floor((width - AROUND_ADDRESS) / CODE));
}

/** A Pod's box: its name, and at its right end why it gets nothing, or its port. */
export function podText(
  lane: Lane,
  { width, reason, folded }: { width: number; reason: string | undefined; folded: boolean },
): { name: string; end: string; alarm: boolean } {
  const port = lane.port === undefined ? '' : `:${lane.port}`;
  const said = folded ? undefined : reason;
  const end = said === undefined ? port : elide(said, LONGEST_REASON);
  const endWidth = end.length * (said === undefined ? CODE : TEXT);
  return { name: fitCode(lane.name, width - AROUND_POD - endWidth), end, alarm: said !== undefined };
}

/** Folded, a Pod's second line says where it runs, and beside a reason only on which node. */
export function placeText(
  { node, zone }: Lane,
  { width, reason = '' }: { readonly width: number; readonly reason: string | undefined },
): string {
  const parts = reason === '' ? [node, zone] : [node];
  const room = width - AROUND_POD - reason.length * TEXT;
  return fitCode(parts.filter((part) => part !== undefined).join(' · '), room);
}
