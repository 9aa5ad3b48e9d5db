import { expect, test } from 'vitest';
import { isSafeRequest } from './safe-request.ts';

test.each([
  ['a read', true, 'GET / HTTP/1.1\r\nHost: web\r\n\r\n'],
  ['a read of HTTP/1.0 without headers', true, 'HEAD /x HTTP/1.0\r\n\r\n'],
  ['a read that is not complete', false, 'GET / HTTP/1.1\r\nHost: web\r\n'],
  ['two of them', false, 'GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n'],
  ['one with more behind it', false, 'GET / HTTP/1.1\r\n\r\nx'],
  ['one that changes something', false, 'POST / HTTP/1.1\r\n\r\n'],
  ['one that changes something behind a read', false, 'GET / HTTP/1.1\r\n\r\nDELETE / HTTP/1.1\r\n\r\n'],
  ['another protocol', false, 'GET key\r\n\r\n'],
  ['nothing', false, ''],
])('%s is safe to repeat: %s', (_what, isSafe, text) => {
  expect(isSafeRequest([text.slice(0, 3), text.slice(3)].map((part) => Buffer.from(part)))).toBe(isSafe);
});
