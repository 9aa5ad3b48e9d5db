import type { ForwardEndpoint, ForwardView } from '../../../shared/model/forward.ts';
import { courseWidth } from '../service/chart/course.ts';
import { curve, wave } from '../service/chart/geometry.ts';

export interface PictureRow {
  readonly endpoint: ForwardEndpoint;
  readonly share: number;
  readonly rate: number;
  readonly path: string;
  readonly width: number;
}

export interface PictureLayout {
  readonly height: number;
  readonly centre: number;
  readonly waves: readonly string[];
  readonly rows: readonly PictureRow[];
  /** Endpoints beyond those shown. */
  readonly more: number;
  /** What each would get if all got the same. */
  readonly equal: number;
}

/** Fixed columns in px; the page draws the rows' texts in a grid that starts at `ROWS_AT`. */
export const ROWS_AT = 372;
export const BOX = { x: 96, width: 152 };
export const COAST = 297;
const HEAD = 34;
const ROW = 28;
const SHOWN = 40;
const LOWEST = 150;

const order = { ready: 0, draining: 1, 'not-ready': 2 } as const;

/** From the reader's own address to every endpoint, those that get connections first and by their share. */
export function pictureLayout(
  { endpoints, state }: ForwardView,
  shares: ReadonlyMap<string, { readonly share: number; readonly rate: number }>,
): PictureLayout {
  const share = ({ key }: ForwardEndpoint): number => shares.get(key)?.share ?? 0;
  const sorted = endpoints.toSorted(
    (a, b) => order[a.state] - order[b.state] || share(b) - share(a) || (a.pod < b.pod ? -1 : 1),
  );
  const shown = sorted.slice(0, SHOWN);
  const ready = endpoints.filter((endpoint) => endpoint.state === 'ready').length;
  const height = Math.max(LOWEST, HEAD + shown.length * ROW + 16);
  const centre = Math.min(height / 2, 140);
  const flows = state.state === 'listening';
  const end = { x: COAST, y: centre };
  return {
    height,
    centre,
    waves: [
      wave({ from: 64, to: BOX.x, y: centre }),
      ...(flows ? [wave({ from: BOX.x + BOX.width, to: COAST, y: centre })] : []),
    ],
    rows: shown.map((endpoint, index) => ({
      endpoint,
      share: share(endpoint),
      rate: shares.get(endpoint.key)?.rate ?? 0,
      path: flows ? curve(end, { x: ROWS_AT, y: HEAD + index * ROW + ROW / 2 }) : '',
      width: endpoint.state === 'ready' ? courseWidth(share(endpoint), ready) : 1.2,
    })),
    more: sorted.length - shown.length,
    equal: ready > 0 ? 1 / ready : 0,
  };
}
