import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepLanes } from './lane-order.ts';

const lane = (key: string, node = 'n1', zone = 'a') => ({ key, node, zone });
const keys = (lanes: readonly { key: string }[]) => lanes.map(({ key }) => key).join(' ');

describe('keepLanes', () => {
  it('takes the sorted order at first', () => {
    expect(keys(keepLanes([], [lane('a'), lane('b', 'n2')]))).toBe('a b');
  });

  it('gives a replaced Pod the lane of the one that left', () => {
    const before = [lane('a'), lane('b', 'n2'), lane('c', 'n3')];
    expect(keys(keepLanes(before, [lane('a'), lane('c', 'n3'), lane('x', 'n3')]))).toBe('a x c');
  });

  it('prefers the lane of one that left on the same node', () => {
    const before = [lane('a'), lane('b', 'n2'), lane('c', 'n3')];
    expect(keys(keepLanes(before, [lane('x', 'n3'), lane('c', 'n3'), lane('y', 'n2')]))).toBe('x y c');
  });

  it('adds a newcomer beside its neighbours when no lane is free', () => {
    const before = [lane('a'), lane('b', 'n2'), lane('c', 'n3')];
    expect(keys(keepLanes(before, [lane('a'), lane('b', 'n2'), lane('c', 'n3'), lane('x')]))).toBe('a x b c');
  });

  it('closes up when lanes leave for good', () => {
    expect(keys(keepLanes([lane('a'), lane('b'), lane('c')], [lane('c'), lane('a')]))).toBe('a c');
  });

  const laneSet = fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      node: fc.constantFrom('n1', 'n2'),
      zone: fc.constant('a'),
    }),
    { selector: ({ key }) => key },
  );

  it('shows every lane once and never swaps two that stay', () => {
    fc.assert(
      fc.property(laneSet, laneSet, (previous, sorted) => {
        const kept = keepLanes(previous, sorted).map(({ key }) => key);
        expect([...kept].sort()).toEqual(sorted.map(({ key }) => key).sort());
        const stays = new Set(kept);
        const before = previous.map(({ key }) => key).filter((key) => stays.has(key));
        const known = new Set(before);
        expect(kept.filter((key) => known.has(key))).toEqual(before);
      }),
    );
  });

  it('moves nobody when one Pod is replaced', () => {
    fc.assert(
      fc.property(laneSet, fc.nat(), (previous, pick) => {
        fc.pre(previous.length > 0);
        const index = pick % previous.length;
        const next = previous.map((was, at) => (at === index ? { ...was, key: 'new' } : was));
        expect(keys(keepLanes(previous, [...next].reverse()))).toBe(keys(next));
      }),
    );
  });
});
