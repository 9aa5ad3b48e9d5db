import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientHeader, frameHeader, FrameReader, opcodes } from './websocket-frame.ts';

test.each([
  [[], undefined],
  [[0x82], undefined],
  [[0x82, 5], { opcode: 2, start: 2, length: 5 }],
  [[0x02, 126, 1], undefined],
  [[0x02, 126, 1, 2], { opcode: 2, start: 4, length: 258 }],
  [[0x80, 127, 0, 0, 0, 0, 0, 1, 0, 0], { opcode: 0, start: 10, length: 65_536 }],
  [[0x89, 0x85], { opcode: 9, start: 2, length: NaN }],
])('%j begins a frame of %j', (bytes, header) => {
  expect(frameHeader(Buffer.from(bytes))).toEqual(header);
});

test.each([0, 5, 125, 126, 65_535, 65_536])(
  'a client announces %d bytes, under a mask that changes nothing',
  (length) => {
    const bytes = clientHeader(opcodes.binary, length);
    expect(bytes.subarray(-4)).toEqual(Buffer.alloc(4));
    expect(bytes[0]).toBe(0x82);
    const unmasked = Buffer.from(bytes);
    unmasked[1] = (unmasked[1] ?? 0) & 0x7f;
    expect(frameHeader(unmasked)).toEqual({ opcode: opcodes.binary, start: bytes.length - 4, length });
  },
);

/** A server's frame. */
function frame(opcode: number, payload: string, fin = true): Buffer {
  return Buffer.concat([Buffer.of((fin ? 0x80 : 0) | opcode, payload.length), Buffer.from(payload)]);
}

function read(pieces: readonly Buffer[]): string[] {
  const heard: string[] = [];
  const reader = new FrameReader({
    piece: (bytes, first) => {
      if (first) heard.push(bytes.toString());
      else heard.push((heard.pop() ?? '') + bytes.toString());
    },
    ping: (payload) => heard.push(`ping ${payload.toString()}`, ''),
    close: () => heard.push('close'),
  });
  for (const piece of pieces) reader.push(piece);
  return heard.filter((text) => text !== '');
}

test('messages are the same however their bytes are cut, in frames or on the way', () => {
  const bytes = Buffer.concat([
    frame(opcodes.binary, 'hello'),
    frame(opcodes.binary, ''),
    frame(opcodes.binary, 'wor', false),
    frame(opcodes.continuation, 'ld'),
    frame(opcodes.ping, 'x'),
    frame(opcodes.binary, 'again'),
    frame(opcodes.close, ''),
  ]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), (sizes) => {
      let at = 0;
      const pieces = sizes.map((size) => bytes.subarray(at, (at += size)));
      expect(read([...pieces, bytes.subarray(at)])).toEqual(['hello', 'world', 'ping x', 'again', 'close']);
    }),
  );
});

test.each([
  ['a masked frame', Buffer.of(0x82, 0x81, 0, 0, 0, 0, 1)],
  ['a text', frame(opcodes.text, 'hi')],
  ['an unknown kind', frame(3, 'hi')],
  ['a control frame that is too long', Buffer.of(0x89, 126, 1, 0)],
])('%s is refused', (_what, bytes) => {
  expect(() => read([bytes])).toThrow('not a WebSocket with binary messages');
});
