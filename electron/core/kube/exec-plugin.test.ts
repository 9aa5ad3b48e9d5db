import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/failure.ts';
import type { Failure } from '../../../shared/failure.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import type { TempFolder } from '../testing/temp-folder.ts';
import { until } from '../testing/until.ts';
import type { ExecConfig } from './context-entry.ts';
import { parseExecCredential, runExecPlugin } from './exec-plugin.ts';
import type { ExecCredential, ExecSurroundings } from './exec-plugin.ts';

const V1 = 'client.authentication.k8s.io/v1';
const V1BETA1 = 'client.authentication.k8s.io/v1beta1';
const granted = (status: object, apiVersion = V1): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', status });

let folder: TempFolder;
let clock: FakeClock;
let abort: AbortController;
beforeEach(async () => {
  folder = await makeTempFolder();
  clock = new FakeClock();
  abort = new AbortController();
});
afterEach(() => folder.close());

function run(config: Partial<ExecConfig> & { readonly command: string }, around: Partial<ExecSurroundings> = {}) {
  const surroundings = { clock, env: process.env, shellPath: async () => undefined, ...around };
  const request = { config: { apiVersion: V1, ...config }, cluster: { server: 'https://dev' } };
  return runExecPlugin(request, surroundings, abort.signal);
}

async function failureOf(work: Promise<unknown>): Promise<Failure | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.failure : undefined;
}

async function isRunning(pidFile: string): Promise<boolean> {
  try {
    process.kill(Number(await readFile(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

describe('runExecPlugin', () => {
  test('passes arguments, environment and the cluster, and takes what is printed', async () => {
    const command = await folder.script(
      'login',
      `echo "$1:$WHO:$PATH" > '${folder.path}/seen'; printf '%s' "$KUBERNETES_EXEC_INFO" > '${folder.path}/info'
echo '${granted({ token: 't', expirationTimestamp: '2026-01-01T00:00:00Z' }, V1BETA1)}'`,
    );
    const credential = await run({
      command,
      apiVersion: V1BETA1,
      args: ['get-token'],
      env: [{ name: 'WHO', value: 'ann' }],
      provideClusterInfo: true,
    });
    expect(credential).toEqual({ token: 't', expiresAt: Date.UTC(2026, 0, 1) });
    expect(await readFile(join(folder.path, 'seen'), 'utf8')).toBe(`get-token:ann:${process.env['PATH'] ?? ''}\n`);
    expect(JSON.parse(await readFile(join(folder.path, 'info'), 'utf8'))).toEqual({
      apiVersion: V1BETA1,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://dev' } },
    });
  });

  test('keeps the cluster from a plugin that does not ask for it', async () => {
    const command = await folder.script(
      'login',
      `printf '%s' "$KUBERNETES_EXEC_INFO" > '${folder.path}/info'; echo '${granted({ token: 't' })}'`,
    );
    await run({ command });
    expect(JSON.parse(await readFile(join(folder.path, 'info'), 'utf8'))).toMatchObject({
      spec: { interactive: false },
    });
    expect(await readFile(join(folder.path, 'info'), 'utf8')).not.toContain('https://dev');
  });

  test('finds a plugin where only the login shell looks, and lets it find its own tools there', async () => {
    await folder.script('our-login', `our-helper`);
    await folder.script('our-helper', `echo '${granted({ token: 'from-helper' })}'`);
    const env = { PATH: '/bin:/usr/bin' };
    expect(await run({ command: 'our-login' }, { env, shellPath: async () => folder.path })).toEqual({
      token: 'from-helper',
    });
  });

  test('asks the login shell only for what is not in its own PATH', async () => {
    await folder.script('our-login', `echo '${granted({ token: 't' })}'`);
    const shellPath = (): never => expect.unreachable('the shell was asked');
    await run({ command: 'our-login' }, { env: { PATH: `${folder.path}:/bin` }, shellPath });
  });

  test('says which plugin is missing, how many folders were searched, and how to get it', async () => {
    const config = { command: 'no-such-login', installHint: 'brew install no-such-login' };
    const around = { env: { PATH: '/bin:/usr/bin:/bin' }, shellPath: async () => `/usr/bin:${folder.path}` };
    expect(await failureOf(run(config, around))).toEqual({
      code: 'exec-missing',
      params: { command: 'no-such-login', folders: 3, hint: 'brew install no-such-login' },
    });
  });

  test('says how a plugin failed, in its own words without secrets', async () => {
    const command = await folder.script('login', `echo 'session ended, token=abc123 log in again' >&2; exit 3`);
    expect(await failureOf(run({ command }))).toEqual({
      code: 'exec-failed',
      params: { command, status: 3, detail: 'session ended, token=[hidden] log in again' },
    });
  });

  test('says that a plugin cannot be started', async () => {
    const command = await folder.script('login', '');
    await folder.write('login', '#!/no/such/interpreter\n');
    expect(await failureOf(run({ command }))).toMatchObject({ code: 'exec-failed', params: { status: 'ENOENT' } });
  });

  test('runs no plugin that insists on a terminal', async () => {
    expect(await failureOf(run({ command: 'sh', interactiveMode: 'Always' }))).toMatchObject({ code: 'exec-failed' });
  });

  test('says that a plugin prints rubbish, and does not repeat it', async () => {
    const command = await folder.script('login', `echo 'secret rubbish'`);
    expect(await failureOf(run({ command }))).toEqual({
      code: 'exec-invalid',
      params: { command, detail: 'not a JSON object' },
    });
  });

  test('kills a plugin that hangs, with its children, after a minute', async () => {
    const pid = join(folder.path, 'child.pid');
    const command = await folder.script('login', `sleep 1000 & echo $! > '${pid}.new'; mv '${pid}.new' '${pid}'; wait`);
    const failure = failureOf(run({ command }));
    while (!(await isRunning(pid))) await clock.advance(0);
    await clock.advance(60_000);
    expect(await failure).toEqual({ code: 'exec-timeout', params: { command, seconds: 60 } });
    while (await isRunning(pid)) await clock.advance(0);
  });

  test('kills a plugin that nobody waits for any more', async () => {
    const pid = join(folder.path, 'child.pid');
    const command = await folder.script('login', `echo $$ > '${pid}.new'; mv '${pid}.new' '${pid}'; sleep 1000`);
    const running = run({ command });
    running.catch(() => undefined);
    while (!(await isRunning(pid))) await clock.advance(0);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    while (await isRunning(pid)) await clock.advance(0);
    await until(() => clock.sleeping === 0);
  });
});

describe('parseExecCredential', () => {
  const config: ExecConfig = { apiVersion: V1, command: 'login' };

  test('takes a client certificate', () => {
    const credential: ExecCredential = { certificate: { cert: 'c', key: 'k' } };
    expect(parseExecCredential(granted({ clientCertificateData: 'c', clientKeyData: 'k' }), config)).toEqual(
      credential,
    );
  });

  test.each([
    ['', 'not a JSON object'],
    ['[1]', 'not a JSON object'],
    ['{"token":"secret"}', 'its kind is not ExecCredential'],
    [granted({ token: 'secret' }, V1BETA1), `its apiVersion is not ${V1}`],
    [JSON.stringify({ apiVersion: V1, kind: 'ExecCredential' }), 'no status'],
    [granted({}), 'neither a token nor a client certificate'],
    [granted({ token: 'secret', clientCertificateData: 'c' }), 'a client certificate or key without the other'],
    [granted({ token: 'secret', expirationTimestamp: 'tomorrow' }), 'its expirationTimestamp is no time'],
  ])('says of %j: %s', async (stdout, detail) => {
    const failure = await failureOf(Promise.resolve().then(() => parseExecCredential(stdout, config)));
    expect(failure).toEqual({ code: 'exec-invalid', params: { command: 'login', detail } });
  });
});
