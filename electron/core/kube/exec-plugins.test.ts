import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import type { TempFolder } from '../testing/temp-folder.ts';
import type { ExecRequest } from './exec-plugin.ts';
import { ExecPlugins } from './exec-plugins.ts';

const START = Date.UTC(2026, 0, 1);

let folder: TempFolder;
let clock: FakeClock;
let plugins: ExecPlugins;
let request: ExecRequest;
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await makeTempFolder();
  clock = new FakeClock({ now: START });
  plugins = new ExecPlugins({ clock, env: process.env, shellPath: async () => undefined });
  // Each call gives another token, and says when it ends if there is a file that says so.
  const command = await folder.script(
    'login',
    `echo call >> '${folder.path}/calls'
[ -e '${folder.path}/fail' ] && exit 1
[ -e '${folder.path}/hang' ] && exec sleep 1000
n=$(wc -l < '${folder.path}/calls' | tr -d ' ')
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"'$(cat '${folder.path}/expiry' 2>/dev/null)'}}'`,
  );
  request = { config: { apiVersion: 'client.authentication.k8s.io/v1', command } };
});
afterEach(() => folder.close());

const token = async (one = request): Promise<string | undefined> => (await plugins.get(one, signal)).token;
const calls = async (): Promise<number> =>
  (await readFile(join(folder.path, 'calls'), 'utf8').catch(() => '')).split('\n').length - 1;
const expireIn = (ms: number): Promise<string> =>
  folder.write('expiry', `,"expirationTimestamp":"${new Date(clock.now() + ms).toISOString()}"`);

test('runs a plugin once for all who ask at the same time, also from other contexts', async () => {
  const same = { config: { ...request.config } };
  expect(await Promise.all([token(), token(), token(same)])).toEqual(['t1', 't1', 't1']);
  expect(await token()).toBe('t1');
  expect(await calls()).toBe(1);
});

test('runs plugins apart that are configured apart', async () => {
  const other = { config: { ...request.config, args: ['--profile', 'prod'] } };
  await Promise.all([token(), token(other)]);
  expect(await calls()).toBe(2);
});

test('runs plugins apart for clusters that they ask about', async () => {
  const config = { ...request.config, provideClusterInfo: true };
  await Promise.all([token({ config, cluster: { server: 'a' } }), token({ config, cluster: { server: 'b' } })]);
  expect(await calls()).toBe(2);
});

test('keeps a credential until a minute before it expires', async () => {
  await expireIn(600_000);
  expect(await token()).toBe('t1');
  await clock.advance(539_999);
  expect(await token()).toBe('t1');
  await expireIn(600_000);
  await clock.advance(1);
  expect(await token()).toBe('t2');
});

test('keeps a short-lived credential for most of its life', async () => {
  await expireIn(40_000);
  expect(await token()).toBe('t1');
  await clock.advance(29_999);
  expect(await token()).toBe('t1');
  await clock.advance(1);
  expect(await token()).toBe('t2');
});

test('forgets a refused credential, but not one that has taken its place', async () => {
  const first = await plugins.get(request, signal);
  plugins.drop(request, first);
  expect(await token()).toBe('t2');
  plugins.drop(request, first);
  expect(await token()).toBe('t2');
});

test('tries again after a failure', async () => {
  const fail = await folder.write('fail', '');
  await expect(token()).rejects.toThrow('exec-failed');
  await rm(fail);
  expect(await token()).toBe('t2');
});

test('goes on for those who still wait, and starts anew after the last has gone', async () => {
  const hang = await folder.write('hang', '');
  const [one, two] = [new AbortController(), new AbortController()];
  const first = plugins.get(request, one.signal);
  const second = plugins.get(request, two.signal);
  first.catch(() => undefined);
  second.catch(() => undefined);
  while ((await calls()) < 1) await clock.advance(0);
  one.abort(new Error('one is gone'));
  await expect(first).rejects.toThrow('one is gone');
  await rm(hang);
  two.abort(new Error('two is gone'));
  await expect(second).rejects.toThrow('two is gone');
  expect(await token()).toBe('t2');
});
