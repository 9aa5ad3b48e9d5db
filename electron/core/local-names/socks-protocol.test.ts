import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGreeting, readRequest, replies, reply } from './socks-protocol.ts';

const bytes = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))));
const more = { kind: 'more' };

test.each([
  ['nothing', bytes(), more],
  ['one byte', bytes(5), more],
  ['methods to come', bytes(5, 2, 0), more],
  ['no password', bytes(5, 1, 0), { kind: 'read', message: true, length: 3 }],
  ['a choice', bytes(5, 2, 2, 0, 9), { kind: 'read', message: true, length: 4 }],
  ['a password only', bytes(5, 1, 2), { kind: 'read', message: false, length: 3 }],
  ['SOCKS4', bytes(4, 1), { kind: 'bad', reply: 'failed' }],
  ['HTTP', bytes('GET / HTTP/1.1'), { kind: 'bad', reply: 'failed' }],
])('a greeting: %s', (_what, said, read) => {
  expect(readGreeting(said)).toEqual(read);
});

const read = (host: string, port: number, length: number): unknown => ({
  kind: 'read',
  message: { host, port },
  length,
});
test.each([
  ['nothing', bytes(), more],
  ['half a name', bytes(5, 1, 0, 3, 3, 'we'), more],
  ['a name without its port', bytes(5, 1, 0, 3, 3, 'web', 0), more],
  ['a name', bytes(5, 1, 0, 3, 8, 'web.shop', 0, 80), read('web.shop', 80, 15)],
  ['a name and more', bytes(5, 1, 0, 3, 3, 'web', 31, 144, 'GET'), read('web', 8080, 10)],
  ['an IPv4 address', bytes(5, 1, 0, 1, 10, 96, 0, 1, 1, 187), read('10.96.0.1', 443, 10)],
  ['an IPv6 address', bytes(5, 1, 0, 4, 253, ...Array<number>(14).fill(0), 1, 0, 80), read('fd00::1', 80, 22)],
  ['BIND', bytes(5, 2, 0, 1, 10, 96, 0, 1, 1, 187), { kind: 'bad', reply: 'command-unsupported' }],
  ['UDP ASSOCIATE', bytes(5, 3, 0), { kind: 'bad', reply: 'command-unsupported' }],
  ['another kind of address', bytes(5, 1, 0, 2, 0), { kind: 'bad', reply: 'address-unsupported' }],
  ['another version', bytes(4, 1, 0, 1, 0), { kind: 'bad', reply: 'failed' }],
])('a request: %s', (_what, said, answer) => {
  expect(readRequest(said)).toEqual(answer);
});

test('a message is read the same however it is cut', () => {
  const name = fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme-ascii' });
  fc.assert(
    fc.property(name, fc.nat(65_535), fc.nat(), (host, port, cut) => {
      const whole = bytes(5, 1, 0, 3, host.length, host, port >> 8, port & 255);
      expect(readRequest(whole)).toEqual(read(host, port, whole.length));
      expect(readRequest(whole.subarray(0, cut % whole.length))).toEqual(more);
    }),
  );
});

test('no bytes make it throw, or read past their end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (said) => {
      for (const answer of [readGreeting(Buffer.from(said)), readRequest(Buffer.from(said))]) {
        if (answer.kind === 'read') expect(answer.length).toBeLessThanOrEqual(said.length);
      }
    }),
    { numRuns: 10_000 },
  );
});

test('a reply is ten bytes with its code', () => {
  expect([...reply('host-unreachable')]).toEqual([5, replies['host-unreachable'], 0, 1, 0, 0, 0, 0, 0, 0]);
});
