import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
const stateSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean(), place: z.string().max(4000) });

export type Bounds = z.infer<typeof boundsSchema>;
/** Where a window stood, and what it showed: `place` is its page's hash. */
export type WindowState = z.infer<typeof stateSchema>;

/** More than these were not opened by a person. */
export const MOST_WINDOWS = 12;

/** The windows of last time; none where the file is missing, or was not written by this app. */
export function readStates(path: string): readonly WindowState[] {
  try {
    return z
      .array(stateSchema)
      .parse(JSON.parse(readFileSync(path, 'utf8')))
      .slice(0, MOST_WINDOWS);
  } catch {
    return [];
  }
}

/** A window that opens where nobody expects it is a small loss: what can't be written is left. */
export function writeStates(path: string, states: readonly WindowState[]): void {
  try {
    writeFileSync(path, JSON.stringify(states));
  } catch {
    return;
  }
}

/** So much of a window must be on a screen, in px, for a person to get hold of it. */
const GRIP = 64;

/** The bounds, if enough of them is on one of the screens there are now. */
export function onScreen(bounds: Bounds, screens: readonly Bounds[]): Bounds | undefined {
  const isHeld = screens.some((screen) => {
    const wide = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    const isTopThere = bounds.y >= screen.y && bounds.y + GRIP <= screen.y + screen.height;
    return wide >= GRIP && isTopThere;
  });
  return isHeld ? bounds : undefined;
}
