import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocolOf } from './first-line.ts';

test.each([
  ['GET / HTTP/1.1\r\n', 'http'],
  ['\r\nGET / HTTP/1.0\r\n', 'http'],
  ['OPTIONS * HTTP/1.1\n', 'http'],
  ['CONNECT a:1 HTTP/1.1\r\n', 'http'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'other'],
  ['GET /\r\n', 'other'],
  ['GET key\r\n', 'other'],
  ['OPTIONS rtsp://x RTSP/1.0\r\n', 'other'],
  ['\u0016\u0003\u0001', 'other'],
  ['\u0000', 'other'],
  ['get / HTTP/1.1\r\n', 'other'],
  ['', undefined],
  ['G', undefined],
  ['GET ', undefined],
  ['GET / HTTP/1.1', undefined],
  [`GET /${'a'.repeat(9000)}`, 'http'],
])('%j is %s', (text, protocol) => {
  expect(protocolOf(Buffer.from(text, 'latin1'))).toBe(protocol);
});

test('more bytes never change what has been decided', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('GET / HTTP/1.1\r\nHost: x', 'PRI * HTTP/2.0\r\n', 'POST /a b\r\n'),
  );
  fc.assert(
    fc.property(text, fc.nat(), (whole, cut) => {
      const early = protocolOf(Buffer.from(whole.slice(0, cut % (whole.length + 1))));
      if (early !== undefined) expect(protocolOf(Buffer.from(whole))).toBe(early);
    }),
  );
});
