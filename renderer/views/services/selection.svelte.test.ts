import { describe, expect, test } from 'vitest';
import { Selection } from './selection.svelte.ts';
import { rowOf } from './testing/rows.ts';

const all = ['a', 'b', 'c', 'd'].map((name) => rowOf(`x/shop/${name}`));
const listOf = (rows = all) => ({ rows, all });
const namesIn = (selection: Selection): readonly string[] => selection.rows.map(({ name }) => name);
const held = (...keys: readonly ('shiftKey' | 'ctrlKey')[]) => ({
  shiftKey: keys.includes('shiftKey'),
  ctrlKey: keys.includes('ctrlKey'),
  metaKey: false,
});

describe('a selection', () => {
  test('grows from the last one picked to the one that Shift is held at, in either direction', () => {
    const selection = new Selection(listOf());
    selection.toggle('x/shop/c');
    expect(selection.click(held('shiftKey'), 'x/shop/a')).toBe(true);
    expect(namesIn(selection)).toEqual(['a', 'b', 'c']);
  });

  test('loses one that is picked again, and a plain click changes nothing', () => {
    const selection = new Selection(listOf());
    selection.selectShown();
    expect(selection.click(held('ctrlKey'), 'x/shop/b')).toBe(true);
    expect(selection.click(held(), 'x/shop/a')).toBe(false);
    expect(namesIn(selection)).toEqual(['a', 'c', 'd']);
  });

  test('keeps what the filter hides, and drops what is gone', () => {
    const list = { rows: all, all };
    const selection = new Selection(list);
    selection.selectShown();
    const filtered = new Selection({ rows: all.slice(0, 1), all: all.slice(0, 2) });
    filtered.toggle('x/shop/b');
    filtered.toggle('x/shop/d');
    expect(namesIn(filtered)).toEqual(['b']);
    selection.clear();
    expect(namesIn(selection)).toEqual([]);
  });
});
