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
  readonly columns: Columns;
  readonly folded: boolean;
  readonly height: number;
  readonly centre: number;
  readonly waves: readonly string[];
  readonly rows: readonly PictureRow[];
  /** Endpoints beyond those shown. */
  readonly more: number;
  /** What each would get if all got the same. */
  readonly equal: number;
}

interface Columns {
  readonly client: number;
  readonly box: { readonly x: number; readonly width: number };
  readonly coast: number;
  /** Where the rows' texts begin. */
  readonly rows: number;
}

const wide: Columns = { client: 64, box: { x: 96, width: 152 }, coast: 297, rows: 372 };
const folded: Columns = { client: 34, box: { x: 48, width: 140 }, coast: 212, rows: 262 };
const FOLD = 1000;
const HEAD = 34;
const ROW = 28;
/** The line below a row that says why its endpoint failed. */
const TROUBLE = 24;
const SHOWN = 40;
const LOWEST = 150;

const order = { ready: 0, aside: 0, draining: 1, 'not-ready': 2 } as const;

/**
 * From the reader's own address to every endpoint, those that may get connections first. Where there are too many,
 * those with the largest shares stay; they don't stand in that order, lest a row leaves while a hand reaches for it.
 */
export function pictureLayout(
  { endpoints, state }: ForwardView,
  shares: ReadonlyMap<string, { readonly share: number; readonly rate: number }>,
  width: number,
): PictureLayout {
  const columns = width < FOLD ? folded : wide;
  const { box, coast } = columns;
  const share = ({ key }: ForwardEndpoint): number => shares.get(key)?.share ?? 0;
  const byState = (a: ForwardEndpoint, b: ForwardEndpoint): number => order[a.state] - order[b.state];
  const byName = (a: ForwardEndpoint, b: ForwardEndpoint): number => (a.pod < b.pod ? -1 : 1);
  const shown = endpoints
    .toSorted((a, b) => byState(a, b) || share(b) - share(a) || byName(a, b))
    .slice(0, SHOWN)
    .sort((a, b) => byState(a, b) || byName(a, b));
  const ready = endpoints.filter((endpoint) => endpoint.state === 'ready').length;
  const tall = ({ lastFailure }: ForwardEndpoint): number => ROW + (lastFailure ? TROUBLE : 0);
  const topOf = (index: number): number => shown.slice(0, index).reduce((top, endpoint) => top + tall(endpoint), HEAD);
  const height = Math.max(LOWEST, topOf(shown.length) + 16);
  const centre = Math.min(height / 2, 140);
  const flows = state.state === 'listening';
  const end = { x: coast, y: centre };
  return {
    columns,
    folded: columns === folded,
    height,
    centre,
    waves: [
      wave({ from: columns.client, to: box.x, y: centre }),
      ...(flows ? [wave({ from: box.x + box.width, to: coast, y: centre })] : []),
    ],
    rows: shown.map((endpoint, index) => ({
      endpoint,
      share: share(endpoint),
      rate: shares.get(endpoint.key)?.rate ?? 0,
      path: flows ? curve(end, { x: columns.rows, y: topOf(index) + ROW / 2 }) : '',
      width: endpoint.state === 'ready' ? courseWidth(share(endpoint), ready) : 1.2,
    })),
    more: endpoints.length - shown.length,
    equal: ready > 0 ? 1 / ready : 0,
  };
}
