import { expect, test } from 'vitest';
import { frameHeader } from './websocket-frame.ts';

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
