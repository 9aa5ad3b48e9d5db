import { expect, test } from 'vitest';
import type { PaletteItem } from './palette-items.ts';
import { paletteList } from './palette-list.ts';

const item = (key: string, kind: PaletteItem['kind'], title: string): PaletteItem => ({
  key,
  kind,
  title,
  detail: '',
  run: () => undefined,
});
const items = [
  item('service.forward', 'action', 'Forward'),
  item('go.forwards', 'action', 'Go to Forwards'),
  item('dev/shop/forwarder', 'place', 'forwarder'),
  item('dev/shop/web', 'place', 'web'),
];
const keys = (list: readonly PaletteItem[]): readonly string[] => list.map(({ key }) => key);

test('without a question the recent ones stand apart, in their order, and what is gone is left out', () => {
  const { recent, found } = paletteList(items, '', ['dev/shop/web', 'gone', 'service.forward']);
  expect(keys(recent)).toEqual(['dev/shop/web', 'service.forward']);
  expect(keys(found)).toEqual(['go.forwards', 'dev/shop/forwarder']);
});

test('a question is answered with the recent ones first', () => {
  expect(keys(paletteList(items, 'forward', []).found)[0]).toBe('service.forward');
  expect(keys(paletteList(items, 'forward', ['dev/shop/forwarder']).found)[0]).toBe('dev/shop/forwarder');
});

test('after > only actions are meant', () => {
  expect(keys(paletteList(items, '> forward', []).found)).toEqual(['service.forward', 'go.forwards']);
  expect(paletteList(items, '>', []).count).toBe(2);
});
