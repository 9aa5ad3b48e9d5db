import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dataHeader, HeaderBlockEncoder, ping, rstStream, synStream } from '../../../forward/spdy/frames.ts';
import { ClientFrames, type ClientFrame } from './client-frames.ts';
import { dictionary } from './dictionary.ts';

async function readAll(pieces: readonly Buffer[]): Promise<ClientFrame[]> {
  const frames = new ClientFrames();
  const read: ClientFrame[] = [];
  for (const piece of pieces) for await (const frame of frames.read(piece)) read.push(frame);
  frames.close();
  return read;
}

/** Data in whatever pieces it came, as one. */
function joined(frames: readonly ClientFrame[]): object[] {
  const result: { t: string; id: number; text?: string }[] = [];
  for (const frame of frames) {
    const last = result.at(-1);
    if (frame.t !== 'data')
      result.push(frame.t === 'open' ? { ...frame, text: JSON.stringify([...frame.headers]) } : frame);
    else if (last?.t === 'data' && last.id === frame.id) last.text = (last.text ?? '') + frame.piece.toString();
    else result.push({ t: 'data', id: frame.id, text: frame.piece.toString() });
  }
  return result;
}

test('frames are the same however their bytes are cut', async () => {
  const encoder = new HeaderBlockEncoder();
  const bytes = Buffer.concat([
    synStream(1, { block: encoder.encode({ streamtype: 'error', port: '80', requestid: '1' }), fin: true }),
    synStream(3, { block: encoder.encode({ streamtype: 'data', port: '80', requestid: '1' }), fin: false }),
    dataHeader(3, { length: 5, fin: false }),
    Buffer.from('hello'),
    ping(7),
    dataHeader(3, { length: 0, fin: true }),
    rstStream(3, 5),
  ]);
  const whole = await readAll([bytes]);
  expect(whole.map(({ t, id }) => `${t} ${id}`)).toEqual(['open 1', 'open 3', 'data 3', 'ping 7', 'end 3', 'reset 3']);
  expect(whole[1]?.t === 'open' && whole[1].headers.get('streamtype')).toBe('data');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), async (sizes) => {
      const pieces: Buffer[] = [];
      let at = 0;
      for (const size of sizes) pieces.push(bytes.subarray(at, (at += size)));
      pieces.push(bytes.subarray(at));
      expect(joined(await readAll(pieces))).toEqual(joined(whole));
    }),
    { numRuns: 40 },
  );
});

test('headers may be compressed against the dictionary, as kubectl does', async () => {
  const words = Buffer.concat([number(1), number(6), Buffer.from('origin'), number(10), Buffer.from('keep-alive')]);
  const block = deflateSync(words, { dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  const [frame] = await readAll([synStream(1, { block, fin: false })]);
  expect(frame?.t === 'open' && [...frame.headers]).toEqual([['origin', 'keep-alive']]);
  expect(dictionary).toHaveLength(1_423);
});

test.each([
  ['what is no SPDY', Buffer.from('GET / HTTP/1.1\r\n').fill(0xff, 0, 4)],
  ['a control frame that is too long', Buffer.from('8003000100ffffff', 'hex')],
])('%s ends the session', async (_name, bytes) => {
  await expect(readAll([bytes])).rejects.toThrow('not SPDY/3.1');
});

test('headers that are no zlib end the session', async () => {
  const block = Buffer.from('nonsense');
  await expect(readAll([synStream(1, { block, fin: false })])).rejects.toThrow();
});

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
