import { constants, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataHeader, FrameParser, HeaderBlockEncoder, ping, rstStream, synStream } from './frames.ts';

type Heard = readonly [string, ...(number | string)[]];

/** What a parser says about `chunks`; the pieces of one DATA frame joined, since where they are cut means nothing. */
function hear(chunks: readonly Buffer[]): Heard[] {
  const heard: Heard[] = [];
  const parser = new FrameParser({
    reply: (id) => heard.push(['reply', id]),
    data: (id, piece) => {
      const last = heard.at(-1);
      if (last?.[0] === 'data' && last[1] === id)
        heard[heard.length - 1] = ['data', id, `${String(last[2])}${piece.toString('hex')}`];
      else heard.push(['data', id, piece.toString('hex')]);
    },
    end: (id) => heard.push(['end', id]),
    reset: (id, status) => heard.push(['reset', id, status]),
    ping: (id) => heard.push(['ping', id]),
    goAway: () => heard.push(['goAway']),
  });
  for (const chunk of chunks) parser.push(chunk);
  return heard;
}

const id = fc.integer({ min: 1, max: 0x7fffffff });
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const withId = (head: string, streamId: number, rest = Buffer.alloc(0)): Buffer => {
  const bytes = Buffer.concat([hex(head), Buffer.alloc(4), rest]);
  bytes.writeUInt32BE(streamId, 8);
  bytes.writeUInt32BE(((bytes[4] ?? 0) << 24) | (bytes.length - 8), 4);
  return bytes;
};
const frame: fc.Arbitrary<{ bytes: Buffer; heard: readonly Heard[] }> = fc.oneof(
  fc.record({ id, payload: fc.uint8Array({ maxLength: 40 }), fin: fc.boolean() }).map(({ id, payload, fin }) => ({
    bytes: Buffer.concat([dataHeader(id, { length: payload.length, fin }), payload]),
    heard: [
      ...(payload.length > 0 ? [['data', id, Buffer.from(payload).toString('hex')] as const] : []),
      ...(fin ? [['end', id] as const] : []),
    ],
  })),
  fc.record({ id, block: fc.uint8Array({ maxLength: 30 }) }).map(({ id, block }) => ({
    bytes: withId('8003 0002 00 000000', id, Buffer.from(block)),
    heard: [['reply', id] as const],
  })),
  id.map((id) => ({ bytes: withId('8003 0002 01 000000', id), heard: [['reply', id] as const, ['end', id] as const] })),
  fc.tuple(id, fc.integer({ min: 1, max: 11 })).map(([id, status]) => ({
    bytes: rstStream(id, status),
    heard: [['reset', id, status] as const],
  })),
  id.map((id) => ({ bytes: ping(id), heard: [['ping', id] as const] })),
  fc.constant({ bytes: hex('8003 0007 00 000008 00000000 00000000'), heard: [['goAway'] as const] }),
  // SETTINGS and WINDOW_UPDATE mean nothing here.
  fc.constant({ bytes: hex('8003 0004 00 00000c 00000001 00000007 00010000'), heard: [] }),
  fc.constant({ bytes: hex('8003 0009 00 000008 00000001 00010000'), heard: [] }),
);

describe('FrameParser', () => {
  it('hears the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat(400), { maxLength: 20 }), (list, cuts) => {
        const bytes = Buffer.concat(list.map((one) => one.bytes));
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, n) => bytes.subarray(edges[n], end));
        const whole = hear([bytes]);
        expect(hear(chunks)).toEqual(whole);
        expect(hear([...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole);
      }),
    );
  });

  it('hears each frame for what it is', () => {
    fc.assert(
      fc.property(frame, ({ bytes, heard }) => {
        expect(hear([bytes])).toEqual(heard);
      }),
    );
  });

  it('hands out the payload of a frame before the frame is complete', () => {
    expect(hear([dataHeader(3, { length: 10_000_000, fin: true }), Buffer.from('abc')])).toEqual([
      ['data', 3, '616263'],
    ]);
  });

  it('refuses another protocol', () => {
    expect(() => hear([Buffer.from([0x80, 0x02, 0, 1, 0, 0, 0, 0])])).toThrow('not SPDY/3.1');
  });
});

describe('the encoder', () => {
  it('writes the frames of the specification', () => {
    expect(ping(1)).toEqual(hex('8003 0006 00 000004 00000001'));
    expect(rstStream(3, 5)).toEqual(hex('8003 0003 00 000008 00000003 00000005'));
    expect(dataHeader(7, { length: 0x010203, fin: true })).toEqual(hex('00000007 01 010203'));
    expect(synStream(1, { block: hex('aabb'), fin: true })).toEqual(
      hex('8003 0001 01 00000c 00000001 00000000 0000 aabb'),
    );
  });

  it('makes header blocks that are one zlib stream, each readable as soon as it is there', () => {
    const headers = fc.dictionary(
      fc.constantFrom('streamtype', 'port', 'requestid', 'x'),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(headers, { minLength: 1, maxLength: 5 }), (list) => {
        const encoder = new HeaderBlockEncoder();
        let sent = Buffer.alloc(0);
        let expected = '';
        for (const one of list) {
          sent = Buffer.concat([sent, encoder.encode(one)]);
          const strings = Object.entries(one).flat();
          expected += [strings.length / 2, ...strings]
            .map((part) => {
              const bytes = typeof part === 'number' ? Buffer.alloc(0) : Buffer.from(part);
              const length = typeof part === 'number' ? part : bytes.length;
              return length.toString(16).padStart(8, '0') + bytes.toString('hex');
            })
            .join('');
          expect(inflateSync(sent, { finishFlush: constants.Z_SYNC_FLUSH }).toString('hex')).toBe(expected);
        }
      }),
    );
  });
});
