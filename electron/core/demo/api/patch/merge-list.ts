import { isSame } from '../../../json.ts';

/**
 * The order in which a strategic patch leaves a list: what the patch names is in the patch's order, and each item that
 * it does not name stays before what followed it.
 */
export function inPatchOrder(
  merged: readonly unknown[],
  {
    order,
    before,
    idOf,
  }: {
    readonly order: readonly unknown[];
    readonly before: readonly unknown[];
    readonly idOf: (item: unknown) => unknown;
  },
): unknown[] {
  const at = (items: readonly unknown[], item: unknown): number =>
    items.findIndex((one) => isSame(idOf(one), idOf(item)));
  const named = merged.filter((item) => at(order, item) >= 0).sort((a, b) => at(order, a) - at(order, b));
  const others = merged.filter((item) => at(order, item) < 0);
  const result: unknown[] = [];
  while (others.length > 0 || named.length > 0) {
    const [other] = others;
    const [next] = named;
    const isBefore = at(before, other) >= 0 && at(before, next) >= 0 && at(before, other) < at(before, next);
    result.push((others.length > 0 && (named.length === 0 || isBefore) ? others : named).shift());
  }
  return result;
}
