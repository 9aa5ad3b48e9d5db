import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/until.ts';
import { DemoApiBench } from './testing/demo-api.ts';

const SERVICES = '/api/v1/services';
let bench: DemoApiBench;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock();
  bench = await DemoApiBench.start({ clock });
});
afterEach(() => bench.close());

const list = () => bench.send('GET', SERVICES);

test.each([
  [410, 'Expired'],
  [429, 'TooManyRequests'],
  [500, 'InternalError'],
  [503, 'ServiceUnavailable'],
] as const)('%i comes as often as it is asked for', async (code, reason) => {
  bench.api.faults.fail({ t: 'status', code }, { times: 2 });
  const replies = [await list(), await list(), await list()];
  expect(replies.map(({ status }) => status)).toEqual([code, code, 200]);
  expect(replies[0]?.body['reason']).toBe(reason);
});

test('only the victims suffer', async () => {
  const { faults } = bench.api;
  faults.fail({ t: 'status', code: 500 }, { victims: 'lists', times: Infinity });
  faults.fail({ t: 'status', code: 503 }, { victims: /\/version$/, times: Infinity });
  expect((await list()).status).toBe(500);
  expect((await bench.send('GET', '/version')).status).toBe(503);
  expect((await bench.send('GET', '/api/v1/namespaces/shop')).status).toBe(200);
  faults.clear();
  expect((await list()).status).toBe(200);
});

test('answers come as garbage and as HTML', async () => {
  bench.api.faults.fail({ t: 'garbage' });
  bench.api.faults.fail({ t: 'html' });
  const garbage = await list();
  expect(() => JSON.parse(garbage.text) as unknown).toThrow();
  expect((await list()).type).toBe('text/html');
});

test('an answer is cut where it is to be', async () => {
  bench.api.faults.fail({ t: 'cut', after: 10 });
  const answer = await bench.open('GET', SERVICES, {});
  const pieces: string[] = [];
  const read = async (): Promise<void> => {
    for await (const piece of answer) pieces.push(String(piece));
  };
  await expect(read()).rejects.toThrow('aborted');
  expect(pieces.join('')).toBe('{"kind":"S');
});

test('latency and slow lists take their time', async () => {
  const { faults } = bench.api;
  faults.latency = { ms: 100 };
  faults.listDelay = 1_000;
  const reply = list();
  await until(() => clock.sleeping === 1);
  await clock.advance(1_099);
  expect(clock.sleeping).toBe(1);
  await clock.advance(1);
  expect((await reply).status).toBe(200);
});

test('a cut API refuses, and is back at the same address', async () => {
  const watch = await bench.open('GET', `${SERVICES}?watch=1`, {});
  const cut = new Promise((resolve) => watch.once('error', resolve));
  watch.resume();
  await bench.api.faults.cut();
  await cut;
  await expect(list()).rejects.toThrow('ECONNREFUSED');
  const { url } = bench.api;
  await bench.api.faults.restore();
  expect(bench.api.url).toBe(url);
  expect((await list()).status).toBe(200);
});
