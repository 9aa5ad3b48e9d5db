import { expect, test } from 'vitest';
import type { PaletteItem } from './palette-items.ts';
import { PaletteAnswers } from './palette-list.ts';

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
const answer = (question: string, recent: readonly string[] = []) => new PaletteAnswers(items, recent).to(question);
const keys = (list: readonly PaletteItem[]): readonly string[] => list.map(({ key }) => key);

test('without a question the recent ones stand apart, in their order, and what is gone is left out', () => {
  const { recent, found } = answer('', ['dev/shop/web', 'gone', 'service.forward']);
  expect(keys(recent)).toEqual(['dev/shop/web', 'service.forward']);
  expect(keys(found)).toEqual(['go.forwards', 'dev/shop/forwarder']);
});

test('a question is answered with the recent ones first', () => {
  expect(keys(answer('forward').found)[0]).toBe('service.forward');
  expect(keys(answer('forward', ['dev/shop/forwarder']).found)[0]).toBe('dev/shop/forwarder');
});

test('after > only actions are meant', () => {
  expect(keys(answer('> forward').found)).toEqual(['service.forward', 'go.forwards']);
  expect(answer('>').count).toBe(2);
});

test('what has words of its own is found by them, and named only when it is shown', () => {
  let named = 0;
  const many = Array.from({ length: 200 }, (_, index): PaletteItem => ({
    ...item(`logs web-${String(index)}`, 'more', ''),
    words: `Logs web-${String(index)}`,
    get title() {
      named += 1;
      return `Logs: web-${String(index)}`;
    },
  }));
  const { found, count } = new PaletteAnswers(many, []).to('logs web');
  expect(count).toBe(200);
  expect(named).toBe(0);
  expect(found[0]?.title).toMatch(/^Logs: web-/);
});
