import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CoreHost, type Child } from './core-host.ts';

class FakeChild extends EventEmitter implements Child<string> {
  readonly messages: unknown[] = [];
  killed = false;

  postMessage(message: string, ports?: string[]): void {
    this.messages.push(ports ? [message, ...ports] : message);
  }

  kill(): boolean {
    this.killed = true;
    this.emit('exit');
    return true;
  }
}

let children: FakeChild[];
let starts: number;
let host: CoreHost<string>;

beforeEach(() => {
  vi.useFakeTimers();
  children = [];
  starts = 0;
  host = new CoreHost({
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    onStart: () => (starts += 1),
  });
  host.start();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a port goes to the running core', () => {
  host.hand('window');
  expect(children[0]?.messages).toEqual([['port', 'window']]);
});

test('a core that ended is started again, and its start is told', () => {
  children[0]?.emit('exit');
  expect(host.running).toBe(false);
  vi.advanceTimersByTime(300);
  expect(host.running).toBe(true);
  expect(starts).toBe(2);
  host.hand('window');
  expect(children[1]?.messages).toEqual([['port', 'window']]);
});

test('a core that ends at every start is started less and less often', () => {
  const waits = [300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000];
  for (const [index, wait] of waits.entries()) {
    children.at(-1)?.emit('exit');
    vi.advanceTimersByTime(wait - 1);
    expect(starts).toBe(index + 1);
    vi.advanceTimersByTime(1);
    expect(starts).toBe(index + 2);
  }
});

test('a core that ran soundly is started again at once', () => {
  children[0]?.emit('exit');
  vi.advanceTimersByTime(300 + 30_000);
  children[1]?.emit('exit');
  vi.advanceTimersByTime(300);
  expect(starts).toBe(3);
});

test('closing waits for the orderly end and starts nothing again', async () => {
  const closed = host.close();
  expect(children[0]?.messages).toEqual(['close']);
  children[0]?.emit('exit');
  await closed;
  vi.advanceTimersByTime(60_000);
  expect(children[0]?.killed).toBe(false);
  expect(starts).toBe(1);
});

test('a core that does not end is killed', async () => {
  const closed = host.close();
  vi.advanceTimersByTime(3000);
  await closed;
  expect(children[0]?.killed).toBe(true);
});

test('closing between two starts starts nothing again', async () => {
  children[0]?.emit('exit');
  await host.close();
  vi.advanceTimersByTime(60_000);
  expect(starts).toBe(1);
});
