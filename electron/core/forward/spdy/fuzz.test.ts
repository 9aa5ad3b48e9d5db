import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { serverFrame } from '../../testing/spdy-frames.ts';
import { FrameParser } from './frames.ts';
import { SpdySession } from './session.ts';

/** Ids of the three streams that the session below opens, of the server's pings, and of nothing. */
const id = fc.constantFrom(0, 1, 3, 5, 7, 9, 11, 2, 4, 0x7fffffff);
const garbage = fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes));
const frame = fc.oneof(
  id.map(serverFrame.reply),
  id.map(serverFrame.ping),
  fc.tuple(id, fc.nat(20)).map(([stream, status]) => serverFrame.reset(stream, status)),
  fc.tuple(id, garbage, fc.boolean()).map(([stream, payload, fin]) => serverFrame.data(stream, { payload, fin })),
  fc.constant(serverFrame.goAway()),
);
/** Frames that say more or less than they have, have bits turned over, or are none at all. */
const mangled = fc.tuple(frame, fc.nat(400), fc.nat(255)).map(([bytes, at, bits]) => {
  const copy = Buffer.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ bits;
  return copy;
});
const chunks = fc.array(fc.oneof({ arbitrary: frame, weight: 4 }, mangled, garbage), { maxLength: 14 });

it('a parser takes anything, or says that it is not SPDY', () => {
  const heard = (): void => undefined;
  fc.assert(
    fc.property(chunks, (list) => {
      const parser = new FrameParser({
        reply: heard,
        data: heard,
        end: heard,
        reset: heard,
        ping: heard,
        goAway: heard,
      });
      try {
        for (const chunk of list) parser.push(chunk);
      } catch (error) {
        expect(String(error)).toMatch(/not SPDY/);
      }
    }),
    { numRuns: 20_000 },
  );
});

it('a session takes anything, and leaves nothing behind at its end', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.boolean(), async (list, isRead) => {
      const clock = new FakeClock();
      const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
      const session = new SpdySession({ socket, head: Buffer.alloc(0), clock, server: 'server', pod: 'shop/web-0' });
      const streams = [session.open(80), session.open(80), session.open(80)];
      for (const stream of streams) {
        if (isRead) stream.resume();
        stream.write('hello');
      }
      for (const chunk of list) socket.push(chunk);
      await new Promise((resolve) => setImmediate(resolve));
      session.close();
      const settled = await Promise.allSettled(streams.map(({ answered }) => answered));
      expect(settled).toHaveLength(3);
      for (const stream of streams) stream.destroy();
      await new Promise((resolve) => setImmediate(resolve));
      expect({ live: session.live, busy: session.busy, accepting: session.accepting }).toEqual({
        live: 0,
        busy: false,
        accepting: false,
      });
      expect(clock.sleeping).toBe(0);
      expect(socket.destroyed).toBe(true);
    }),
    { numRuns: 10_000 },
  );
}, 60_000);
