import { expect, test } from 'vitest';
import { shell } from './shell.ts';

test('names as they are stay as they are', () => {
  expect(shell`kubectl -n ${'shop'} delete pod ${['web-0', 'web-1']}`).toBe('kubectl -n shop delete pod web-0 web-1');
});

test.each([
  ['my context', "'my context'"],
  ['$(reboot)', "'$(reboot)'"],
  ["it's; reboot", String.raw`'it'\''s; reboot'`],
  ['', "''"],
])('%j is one word', (text, word) => {
  expect(shell`kubectl --context ${text}`).toBe(`kubectl --context ${word}`);
});
