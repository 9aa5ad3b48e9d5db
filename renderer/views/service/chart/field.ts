import type { Box, Point } from './geometry.ts';
import type { Lane, LaneState } from './lane.ts';

/** Where a line from the Service's socket arrives, and which lanes it stands for. */
export interface Inlet {
  readonly key: string;
  readonly at: Point;
  readonly carries: boolean;
  readonly members: readonly string[];
}

export interface Glyph extends Point {
  readonly state: LaneState;
}

export interface LaneBox {
  readonly lane: Lane;
  readonly y: number;
  /** The endpoint's own box; none for a Pod without endpoint under an empty socket. */
  readonly address: Box | undefined;
  readonly pod: Box;
  /** Between endpoint and Pod: the share, or the mark that nothing passes. */
  readonly mark: Point;
}

export interface NodeRun {
  readonly key: string;
  readonly node: string;
  readonly box: Box;
  readonly ready: number;
  readonly total: number;
}

/** Neighbouring lanes of one zone. */
export interface ZoneRun {
  readonly key: string;
  readonly zone: string;
  readonly from: number;
  readonly to: number;
  readonly members: readonly string[];
}

/** What is wrong, pulled out of the crowd so that it can be read. */
export interface PullOut {
  readonly box: Box;
  readonly lanes: readonly Lane[];
  readonly entries: readonly { readonly lane: Lane; readonly box: Box }[];
}

export interface NodeGroup {
  readonly key: string;
  readonly node: string;
  readonly zone: string | undefined;
  readonly box: Box;
  readonly lanes: readonly Lane[];
  readonly open: boolean;
  /** One for each lane, in the order of the lanes. */
  readonly glyphs: readonly Glyph[];
}

export interface ZoneBox {
  readonly key: string;
  readonly zone: string;
  readonly box: Box;
  readonly ready: number;
  readonly total: number;
  readonly nodes: readonly (Point & { readonly node: string })[];
}

/** Everything right of the Service, in the form that suits how much there is. */
export type Field =
  | {
      readonly kind: 'lanes';
      readonly socket: Box | undefined;
      /** Where a word about all lanes has room, below the last of them. */
      readonly noteY: number;
      readonly lanes: readonly LaneBox[];
      readonly nodes: readonly NodeRun[];
      readonly zones: readonly ZoneRun[];
    }
  | {
      readonly kind: 'nodes';
      readonly pullOut: PullOut | undefined;
      readonly groups: readonly NodeGroup[];
      readonly zones: readonly ZoneRun[];
    }
  | {
      readonly kind: 'zones';
      readonly pullOut: PullOut | undefined;
      readonly boxes: readonly ZoneBox[];
      readonly glyphs: readonly Glyph[];
      readonly area: Box;
      /** How many endpoints one glyph stands for. */
      readonly per: number;
    }
  | { readonly kind: 'outside'; readonly box: Box }
  | { readonly kind: 'unknown'; readonly box: Box };

export interface PlacedField {
  readonly field: Field;
  readonly inlets: readonly Inlet[];
  readonly bottom: number;
}

export interface Run<T> {
  readonly value: T;
  readonly items: readonly Lane[];
}

/** Neighbours with the same value, in order: a replaced Pod on another node parts a run instead of moving lanes. */
export function runsBy<T>(lanes: readonly Lane[], valueOf: (lane: Lane) => T): readonly Run<T>[] {
  const runs: { value: T; items: Lane[] }[] = [];
  for (const lane of lanes) {
    const value = valueOf(lane);
    const last = runs.at(-1);
    if (last && last.value === value) last.items.push(lane);
    else runs.push({ value, items: [lane] });
  }
  return runs;
}

/** All lanes with the same value together, groups in the order of their first lane. */
export function groupsBy<T>(lanes: readonly Lane[], valueOf: (lane: Lane) => T): readonly Run<T>[] {
  const groups = new Map<T, Lane[]>();
  for (const lane of lanes) {
    const group = groups.get(valueOf(lane));
    if (group) group.push(lane);
    else groups.set(valueOf(lane), [lane]);
  }
  return [...groups].map(([value, items]) => ({ value, items }));
}
