import { expect, it } from 'vitest';
import { pageKey } from './page-keys.ts';

it.each([
  [']', 'chart', { do: 'tab', tab: 'endpoints' }],
  [']', 'events', { do: 'tab', tab: 'chart' }],
  ['[', 'chart', { do: 'tab', tab: 'events' }],
  ['d', 'chart', { do: 'tab', tab: 'diagnosis' }],
  ['y', 'chart', { do: 'tab', tab: 'yaml' }],
  ['v', 'yaml', { do: 'tab', tab: 'events' }],
  ['t', 'chart', { do: 'view' }],
  ['t', 'events', undefined],
  ['f', 'endpoints', { do: 'forward' }],
  ['F', 'chart', { do: 'forward-with' }],
  ['Escape', 'yaml', { do: 'back' }],
  ['q', 'chart', undefined],
] as const)('%s on %s', (key, tab, action) => {
  expect(pageKey(key, tab)).toEqual(action);
});
