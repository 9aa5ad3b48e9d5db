interface Placed {
  readonly key: string;
  readonly node?: string;
  readonly zone?: string;
}

/**
 * `sorted` in an order that disturbs `previous` least: whoever stays keeps the order it had, and a newcomer takes
 * the lane of one that left (on its node, in its zone, anywhere), so a replaced Pod changes one lane and no other.
 */
export function keepLanes<T extends Placed>(previous: readonly T[], sorted: readonly T[]): readonly T[] {
  const current = new Map(sorted.map((lane) => [lane.key, lane]));
  const known = new Set(previous.map(({ key }) => key));
  const slots = previous.map((was): Slot<T> => ({ was, lane: current.get(was.key) }));
  const unplaced = nearnesses.reduce(
    (newcomers, near) => newcomers.filter((lane) => !takeSlot(slots, lane, near)),
    sorted.filter(({ key }) => !known.has(key)),
  );
  const kept = slots.flatMap(({ lane }) => lane ?? []);
  for (const lane of unplaced) kept.splice(placeFor(kept, lane), 0, lane);
  return kept;
}

interface Slot<T> {
  readonly was: T;
  lane: T | undefined;
}

type Near = (a: Placed, b: Placed) => boolean;

const sameNode: Near = (a, b) => a.node !== undefined && a.node === b.node;
const sameZone: Near = (a, b) => a.zone !== undefined && a.zone === b.zone;
const nearnesses: readonly Near[] = [sameNode, sameZone, () => true];

function takeSlot<T extends Placed>(slots: readonly Slot<T>[], lane: T, near: Near): boolean {
  const free = slots.find((slot) => slot.lane === undefined && near(slot.was, lane));
  if (free) free.lane = lane;
  return free !== undefined;
}

/** After the last lane of its node, or else of its zone, or else at the end. */
function placeFor(lanes: readonly Placed[], lane: Placed): number {
  for (const near of nearnesses) {
    const last = lanes.findLastIndex((other) => near(other, lane));
    if (last >= 0) return last + 1;
  }
  return 0;
}
