import { expect, test } from 'vitest';
import { menuParts } from './menu-lines.ts';

const nothing = (): void => undefined;

test('what opens the object comes first, the rest as the table has it, a part for each group', () => {
  const parts = menuParts({ 'copy.name': nothing, 'list.open': nothing, 'service.yaml': nothing, 'copy.dns': nothing });
  expect(parts.map(({ lines }) => lines.map(({ id }) => id))).toEqual([
    ['list.open'],
    ['service.yaml'],
    ['copy.name', 'copy.dns'],
  ]);
});

test('nothing to do is no menu', () => {
  expect(menuParts({})).toEqual([]);
});
