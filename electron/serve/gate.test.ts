import type * as Crypto from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../core/testing/fake-clock.ts';
import { Gate } from './gate.ts';

const { compared } = vi.hoisted(() => ({ compared: vi.fn() }));

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  const timingSafeEqual: typeof crypto.timingSafeEqual = (a, b) => {
    compared([a.byteLength, b.byteLength]);
    return crypto.timingSafeEqual(a, b);
  };
  return { ...crypto, timingSafeEqual };
});

beforeEach(() => compared.mockClear());

const attachKey = 'k'.repeat(43);
const from = (headers: IncomingMessage['headers']): IncomingMessage => ({ headers }) as IncomingMessage; // all that it reads

/** Every secret that may be asked for, with one that is wrong. */
const asked: readonly (readonly [string, (gate: Gate, wrong: string) => unknown])[] = [
  ['the one-time key', (gate, wrong) => gate.redeem(wrong)],
  ['the cookie', (gate, wrong) => gate.knowsBrowser(from({ cookie: `portolan-80=${wrong}` }))],
  ['the attach key', (gate, wrong) => gate.admitsSocket(from({ host: '127.0.0.1', authorization: `Bearer ${wrong}` }))],
];

test.each(asked)('the time to refuse %s tells neither where nor in length it differs', (_, ask) => {
  const gate = new Gate({ port: 80, attachKey, clock: new FakeClock() });
  for (const wrong of ['k', 'x'.repeat(43), `${attachKey.slice(0, -1)}x`]) expect(ask(gate, wrong)).toBeFalsy();
  expect(compared.mock.calls).toEqual([[[32, 32]], [[32, 32]], [[32, 32]]]);
});
