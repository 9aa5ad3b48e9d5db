import { expect, test } from 'vitest';
import { recordedPath } from './recorded-path.ts';

test.each([
  ['/a?page=2&q=x', '/a?page=2&q=x'],
  ['/a?token=abc&page=2', '/a?token=***&page=2'],
  ['/a?access_token=abc', '/a?access_token=***'],
  ['/a?X-Amz-Signature=abc&X-Amz-Date=1', '/a?X-Amz-Signature=***&X-Amz-Date=1'],
  ['/a?pass%77ord=abc', '/a?pass%77ord=***'],
  ['/a?%zz=1&api_key=2', '/a?%zz=1&api_key=***'],
  ['/a?code=1&state', '/a?code=***&state'],
  ['/monkey?monkey=1', '/monkey?monkey=1'],
  ['http://me:secret@host/a', 'http://host/a'],
])('%s is kept as %s', (target, kept) => {
  expect(recordedPath(target)).toBe(kept);
});

test('a long path is cut', () => {
  expect(recordedPath(`/${'a'.repeat(5000)}`)).toHaveLength(2049);
});
