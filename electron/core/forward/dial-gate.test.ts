import { expect, test } from 'vitest';
import { fail } from '../../../shared/failure.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { DialGate, type DialTurn } from './dial-gate.ts';

const wanted: DialTurn = { signal: new AbortController().signal };
const away = fail('unreachable', { server: 'server', detail: 'connection refused' });

/** Dials whose ends the test decides. */
class Dials {
  readonly clock = new FakeClock();
  readonly gate = new DialGate(this.clock);
  readonly begun: string[] = [];
  readonly told: string[] = [];
  readonly #ends = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();

  ask(name: string, turn = wanted): void {
    const dial = (): Promise<string> => {
      this.begun.push(name);
      return new Promise((resolve, reject) => this.#ends.set(name, { resolve, reject }));
    };
    this.gate.through(dial, turn).then(
      () => this.told.push(name),
      (error: unknown) => this.told.push(`${name}: ${String(error).replace(/ .*/, '')}`),
    );
  }

  askMany(count: number): void {
    for (let n = 0; n < count; n++) this.ask(String(n));
  }

  async end(name: string, error?: Error): Promise<void> {
    const ends = this.#ends.get(name);
    if (error) ends?.reject(error);
    else ends?.resolve(name);
    await this.settle();
  }

  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

test('sixteen dial at one time, and the next ones when there is room', async () => {
  const dials = new Dials();
  dials.askMany(20);
  expect(dials.begun).toHaveLength(16);
  await dials.end('3');
  await dials.end('7', new Error('refused'));
  expect(dials.begun.slice(16)).toEqual(['16', '17']);
});

test('who is waited for goes before spares', async () => {
  const dials = new Dials();
  dials.askMany(16);
  dials.ask('spare', { ...wanted, isSpare: true });
  dials.ask('wanted');
  await dials.end('0');
  expect(dials.begun.slice(16)).toEqual(['wanted']);
  await dials.end('1');
  expect(dials.begun.slice(16)).toEqual(['wanted', 'spare']);
});

test('a dial that takes long keeps nobody waiting, and leaves no room behind twice', async () => {
  const dials = new Dials();
  dials.askMany(20);
  await dials.clock.advance(999);
  expect(dials.begun).toHaveLength(16);
  await dials.clock.advance(1);
  await dials.settle();
  expect(dials.begun).toHaveLength(20);
  for (let n = 0; n < 16; n++) await dials.end(String(n));
  for (let n = 20; n < 40; n++) dials.ask(String(n));
  expect(dials.begun).toHaveLength(32);
});

test('while the API server is away one asks for all, and all are told; then all may dial again', async () => {
  const dials = new Dials();
  dials.ask('first');
  await dials.end('first', away);
  for (const name of ['a', 'b', 'c']) dials.ask(name);
  expect(dials.begun).toEqual(['first', 'a']);
  await dials.end('a', away);
  expect(dials.told.toSorted()).toEqual(['a', 'b', 'c', 'first'].map((name) => `${name}: AppError:`));
  for (const name of ['d', 'e', 'f']) dials.ask(name);
  expect(dials.begun).toEqual(['first', 'a', 'd']);
  await dials.end('d');
  expect(dials.begun).toEqual(['first', 'a', 'd', 'e', 'f']);
});

test('who gives up leaves the queue', async () => {
  const dials = new Dials();
  dials.askMany(16);
  const leaving = new AbortController();
  dials.ask('gone', { signal: leaving.signal });
  dials.ask('next');
  leaving.abort(new Error('enough'));
  await dials.end('0');
  expect(dials.begun.slice(16)).toEqual(['next']);
  expect(dials.told).toContain('gone: Error:');
});

test('nothing is left of dials that are over', async () => {
  const dials = new Dials();
  dials.askMany(3);
  for (const name of ['0', '1', '2']) await dials.end(name);
  expect(dials.clock.sleeping).toBe(0);
});
