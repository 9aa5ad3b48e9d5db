import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { serverFrame } from '../../testing/spdy-frames.ts';
import { SpdySession } from './session.ts';

const HOUR = 60 * 60_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A session with a server that gives a sign of life whenever it is written to. */
function open(clock: FakeClock): SpdySession {
  const socket = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      socket.push(serverFrame.ping(1));
      done();
    },
  });
  return new SpdySession({ socket, head: Buffer.alloc(0), clock, server: 'server', pod: 'shop/web-0' });
}

async function age(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10_000) {
    await clock.advance(10_000);
    await turn();
  }
}

test.each([
  [0, 4],
  [0.5, 3.8],
  [0.99, 3.61],
])(
  'by chance %d a session takes no more connections after %d hours, and ends with its last one',
  async (chance, hours) => {
    const clock = new FakeClock({ randoms: [chance] });
    const session = open(clock);
    await age(clock, hours * HOUR - 60_000);
    expect(session.accepting).toBe(true);
    const stream = session.open(80);
    await age(clock, 120_000);
    expect([session.accepting, session.ended]).toEqual([false, false]);
    stream.destroy();
    expect(session.ended).toBe(true);
  },
);

test('a session takes 50,000 connections, and no more', () => {
  const session = open(new FakeClock());
  for (let n = 0; n < 50_000; n++) {
    if (!session.accepting) expect.fail(`only ${n} were taken`);
    session.open(80).destroy();
  }
  expect([session.accepting, session.ended]).toEqual([false, true]);
});
