import type { ServiceRow } from '../../../shared/model/service.ts';

type Counts = NonNullable<ServiceRow['endpoints']>;

/** Paths of one drawing: `StateGlyph`'s shapes side by side, each 12 units wide. */
export interface EndpointMarks {
  readonly width: number;
  readonly ready: string;
  readonly notReady: string;
  readonly draining: { readonly ring: string; readonly half: string };
}

const PITCH = 15;

/**
 * A few endpoints one by one: the ready ones first, then those that are not, then the terminating ones.
 * One drawing a row, not a picture an endpoint: a list that scrolls makes and drops a thousand rows a second.
 */
export function endpointMarks({ ready, notReady, terminating }: Counts): EndpointMarks {
  const draw = (from: number, count: number, shape: (x: number) => string): string =>
    Array.from({ length: count }, (_, place) => shape((from + place) * PITCH)).join('');
  return {
    width: Math.max(0, (ready + notReady + terminating) * PITCH - (PITCH - 12)),
    ready: draw(0, ready, (x) => circle(x + 6, 4.5)),
    notReady: draw(ready, notReady, (x) => `${circle(x + 6, 3.7)}M${x + 2.2},9.8L${x + 9.8},2.2`),
    draining: {
      ring: draw(ready + notReady, terminating, (x) => circle(x + 6, 4)),
      half: draw(ready + notReady, terminating, (x) => `M${x + 6},2a4 4 0 0 0 0 8z`),
    },
  };
}

function circle(cx: number, r: number): string {
  return `M${cx - r},6a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}
