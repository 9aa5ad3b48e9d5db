import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import { answers, echo, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/until.ts';
import type { KubeRequest } from './api.ts';

const sandbox = useSandbox();
const asking = (signal: AbortSignal): KubeRequest => ({ ...listServices, signal });

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('json', () => {
  test('keeps one connection with TLS for requests one after the other', async () => {
    const authority = await makeAuthority();
    const kube = await sandbox.serve(echo(), await makeCertificate(authority, 'api', { hosts: ['127.0.0.1'] }));
    const cluster = { server: kube.url, 'certificate-authority-data': base64(authority.cert) };
    const api = sandbox.open(contextOf(cluster, { token: 't' }));
    for (let i = 0; i < 3; i += 1) await api.json(listServices);
    expect(kube.connections).toBe(1);
  });

  test('sends a body as JSON, or as text of another type', async () => {
    const kube = await sandbox.serve(echo());
    const api = sandbox.open(contextOf({ server: `${kube.url}/k8s/clusters/c-1` }));
    expect(await api.json({ ...listServices, method: 'POST', body: { a: 'ä' } })).toMatchObject({
      method: 'POST',
      url: '/k8s/clusters/c-1/api/v1/services',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{"a":"ä"}',
    });
    const contentType = 'application/merge-patch+json';
    expect(await api.json({ ...listServices, method: 'PATCH', body: { a: 1 }, contentType })).toMatchObject({
      headers: { 'content-type': contentType },
    });
  });

  test('says why a context cannot be used before it connects', async () => {
    const problem = failure('context-without-cluster', { context: 'dev', cluster: 'x', file: 'f' });
    const api = sandbox.open({ ...contextOf({ server: '' }), failure: problem });
    expect(await failureOf(api.json(listServices))).toEqual(problem);
  });

  test('refuses a token that fits no header, without repeating it', async () => {
    const api = sandbox.open(contextOf({ server: 'http://127.0.0.1:1' }, { token: 'se\ncret' }));
    expect(await failureOf(api.json(listServices))).toEqual(
      failure('invalid', { detail: 'a header with control characters' }),
    );
  });

  test('says what is forbidden', async () => {
    const message =
      'services is forbidden: User "ann" cannot list resource "services" in API group "" at the cluster scope';
    const kube = await sandbox.serve(answers({ kind: 'Status', message }, 403));
    expect(await failureOf(sandbox.open(contextOf({ server: kube.url })).json(listServices))).toEqual(
      failure('forbidden', { user: 'ann', verb: 'list', resource: 'services', scope: '*' }),
    );
  });

  test('knows a captive portal by its page and by its redirect', async () => {
    const kube = await sandbox.serve((request, response) => {
      if (request.url?.includes('services'))
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><title>Sign in</title>');
      else response.writeHead(307, { Location: 'http://login.example/x?y=z' }).end();
    });
    const api = sandbox.open(contextOf({ server: kube.url }));
    expect(await failureOf(api.json(listServices))).toMatchObject({
      code: 'not-kubernetes',
      params: { detail: '200, HTML: Sign in' },
    });
    expect(await failureOf(api.json({ ...listServices, path: '/version' }))).toMatchObject({
      code: 'not-kubernetes',
      params: { detail: '307 → http://login.example' },
    });
  });

  test('says that nobody listens', async () => {
    const kube = await sandbox.serve(answers({}));
    await kube.close();
    expect(await failureOf(sandbox.open(contextOf({ server: kube.url })).json(listServices))).toEqual(
      failure('unreachable', { server: kube.url, detail: 'connection refused' }),
    );
  });

  test('says that a host is not known', async () => {
    const api = sandbox.open(contextOf({ server: 'http://no-such-host.invalid' }));
    expect(await failureOf(api.json(listServices))).toEqual(
      failure('host-unknown', { server: 'http://no-such-host.invalid', host: 'no-such-host.invalid' }),
    );
  });

  test('waits so long for headers, and then for each part of the body', async () => {
    const clock = new FakeClock();
    const responses: ServerResponse[] = [];
    const kube = await sandbox.serve((_request, response) => responses.push(response));
    const api = sandbox.open(contextOf({ server: kube.url }), { clock });
    const first = failureOf(api.json({ ...listServices, timeout: 3_000 }));
    await until(() => responses.length === 1);
    await clock.advance(3_000);
    expect(await first).toEqual(failure('timeout', { server: kube.url, seconds: 3 }));
    const second = failureOf(api.json(listServices));
    await until(() => responses.length === 2);
    responses[1]?.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
    while (clock.sleeping > 0) await clock.advance(10_000);
    expect(await second).toEqual(failure('timeout', { server: kube.url, seconds: 10 }));
  });

  test('tries again when the server names the time to wait', async () => {
    const clock = new FakeClock();
    let requests = 0;
    const kube = await sandbox.serve((request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(429, { 'Retry-After': '2' }).end();
      else answers({ ok: true })(request, response);
    });
    const answer = sandbox.open(contextOf({ server: kube.url }), { clock }).json(listServices);
    while (requests < 2) {
      await clock.advance(1);
      await nextTurn();
    }
    expect(clock.now()).toBeGreaterThanOrEqual(2_000);
    expect(await answer).toEqual({ ok: true });
  });

  test('does not wait longer for a server than it was told to', async () => {
    const kube = await sandbox.serve((_request, response) => response.writeHead(503, { 'Retry-After': '60' }).end());
    expect(await failureOf(sandbox.open(contextOf({ server: kube.url })).json(listServices))).toMatchObject({
      code: 'server-error',
      params: { status: 503 },
    });
  });

  test('opens a new connection when the server has closed the kept one', async () => {
    // Takes a second request on the same connection for a reason to reset it, as a server does that has just closed it.
    const used = new WeakSet<object>();
    const kube = await sandbox.serve((request, response) => {
      if (used.has(request.socket)) request.socket.resetAndDestroy();
      used.add(request.socket);
      answers({ ok: true })(request, response);
    });
    const api = sandbox.open(contextOf({ server: kube.url }));
    for (let i = 0; i < 3; i += 1) expect(await api.json(listServices)).toEqual({ ok: true });
    expect(kube.connections).toBe(3);
  });

  test('rejects with the reason of its signal', async () => {
    let asked = false;
    const kube = await sandbox.serve(() => (asked = true));
    const abort = new AbortController();
    const answer = sandbox.open(contextOf({ server: kube.url })).json(asking(abort.signal));
    answer.catch(() => undefined);
    await until(() => asked);
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(sandbox.open(contextOf({ server: kube.url })).json(asking(abort.signal))).rejects.toBe(reason);
  });

  test('ends what is on its way when the connection is closed', async () => {
    let asked = false;
    const kube = await sandbox.serve(() => (asked = true));
    const api = sandbox.open(contextOf({ server: kube.url }));
    const answer = api.json(listServices);
    answer.catch(() => undefined);
    await until(() => asked);
    api.close();
    await expect(answer).rejects.toThrow('closed');
    await expect(api.json(listServices)).rejects.toThrow('closed');
  });
});
