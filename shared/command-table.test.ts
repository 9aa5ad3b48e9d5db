import { expect, test } from 'vitest';
import { commandLines } from './command-table.ts';

const pressed = commandLines.flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, key })));

test('no key has two meanings', () => {
  const keys = pressed.map(({ key }) => (key.includes('+') ? key.toUpperCase() : key));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test('no key is the beginning of a longer one, which could then never be pressed', () => {
  const starts = new Set(pressed.flatMap(({ key }) => (key.includes(' ') ? [key.split(' ')[0]] : [])));
  expect(pressed.filter(({ key }) => starts.has(key))).toEqual([]);
});

test('every command has a title of its own', () => {
  const titles = commandLines.map(({ group, title }) => `${group}: ${title()}`);
  expect(new Set(titles).size).toBe(titles.length);
});
