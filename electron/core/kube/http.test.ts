import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import { answers, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import { until } from '../testing/until.ts';
import type { UserConfig } from './context-entry.ts';
import type { KubeRequest } from './api.ts';

const sandbox = useSandbox();
const asking = (signal: AbortSignal): KubeRequest => ({ ...listServices, signal });

/** Answers with what it was asked, and takes only these bearer tokens. */
function echo(accepted?: (token: string | undefined) => boolean): RequestListener {
  return (request, response) => {
    const { authorization } = request.headers;
    if (accepted && !accepted(authorization?.replace('Bearer ', ''))) {
      return answers({ kind: 'Status', message: 'Unauthorized' }, 401)(request, response);
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      answers({ method, url, headers, body })(request, response);
    });
  };
}

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

  test.each<[string, UserConfig, Record<string, string>]>([
    ['a token', { token: 't1' }, { authorization: 'Bearer t1' }],
    ['a password', { username: 'ann', password: 'pä' }, { authorization: `Basic ${base64('ann:pä')}` }],
    [
      'somebody else',
      { token: 't1', as: 'jane', 'as-groups': ['dev', 'ops'], 'as-user-extra': { 'a/b': ['c'] } },
      {
        authorization: 'Bearer t1',
        'impersonate-user': 'jane',
        'impersonate-group': 'dev, ops',
        'impersonate-extra-a%2fb': 'c',
      },
    ],
  ])('signs in as %s', async (_who, user, headers) => {
    const kube = await sandbox.serve(echo());
    expect(await sandbox.open(contextOf({ server: kube.url }, user)).json(listServices)).toMatchObject({ headers });
  });

  test('acts as whom it is told rather than whom the kubeconfig says', async () => {
    const kube = await sandbox.serve(echo());
    const impersonate = { user: 'root', groups: ['wheel'] };
    const api = sandbox.open(contextOf({ server: kube.url }, { as: 'jane', 'as-uid': '7' }), { impersonate });
    const { headers } = await api.json<{ headers: Record<string, string> }>(listServices);
    expect(headers).toMatchObject({ 'impersonate-user': 'root', 'impersonate-group': 'wheel' });
    expect(headers).not.toHaveProperty('impersonate-uid');
  });

  test('follows a token file that rotates', async () => {
    const kube = await sandbox.serve(echo());
    const folder = sandbox.owns(await makeTempFolder());
    const tokenFile = await folder.write('token', 'first\n');
    const api = sandbox.open(contextOf({ server: kube.url }, { tokenFile, token: 'unused' }));
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer first' } });
    await folder.write('token', 'second\n');
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer second' } });
  });

  test('asks a plugin again after a 401, once', async () => {
    const folder = sandbox.owns(await makeTempFolder());
    const command = await folder.script(
      'login',
      `echo >> '${folder.path}/calls'; n=$(wc -l < '${folder.path}/calls' | tr -d ' ')
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"}}'`,
    );
    let accepted = 't1';
    let requests = 0;
    const kube = await sandbox.serve((request, response) => {
      requests += 1;
      echo((token) => token === accepted)(request, response);
    });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command };
    const api = sandbox.open(contextOf({ server: kube.url }, { exec }));
    await api.json(listServices);
    accepted = 't2';
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer t2' } });
    expect(requests).toBe(3);
    accepted = 'nothing';
    expect(await failureOf(api.json(listServices))).toEqual({
      code: 'unauthenticated',
      params: { server: kube.url, user: 'ann' },
    });
    expect(requests).toBe(5);
  });

  test('does not ask twice with the same token', async () => {
    let requests = 0;
    const kube = await sandbox.serve((request, response) => {
      requests += 1;
      echo(() => false)(request, response);
    });
    const api = sandbox.open(contextOf({ server: kube.url }, { token: 't' }));
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'unauthenticated' });
    expect(requests).toBe(1);
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

describe('lines', () => {
  /** A watch whose lines the test writes. */
  async function watch(): Promise<{ readonly url: string; readonly stream: () => Promise<ServerResponse> }> {
    const streams: ServerResponse[] = [];
    const kube = await sandbox.serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      streams.push(response);
    });
    return {
      url: kube.url,
      stream: async () => {
        await until(() => streams.length > 0);
        return streams[0] ?? expect.unreachable();
      },
    };
  }

  test('yields each line as it comes and returns at the end', async () => {
    const { url, stream } = await watch();
    let heard = 0;
    const lines = sandbox.open(contextOf({ server: url })).lines({ ...listServices, onBytes: () => (heard += 1) });
    const first = lines.next();
    const response = await stream();
    await until(() => heard === 1);
    response.write('{"n":1}\n{"n"');
    expect(await first).toEqual({ done: false, value: { n: 1 } });
    const second = lines.next();
    response.end(':2}\n');
    expect(await second).toEqual({ done: false, value: { n: 2 } });
    expect(await lines.next()).toEqual({ done: true, value: undefined });
    expect(heard).toBeGreaterThanOrEqual(3);
  });

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['cut in mid-line', (response) => response.end('{"n":')],
    ['cut off', (response) => response.socket?.resetAndDestroy()],
  ])('says that the watch was %s', async (_how, cut) => {
    const { url, stream } = await watch();
    const lines = sandbox.open(contextOf({ server: url })).lines(listServices);
    const first = lines.next();
    const response = await stream();
    response.write('{"n":1}\n');
    expect(await first).toEqual({ done: false, value: { n: 1 } });
    const second = failureOf(lines.next());
    cut(response);
    expect(await second).toMatchObject({ code: 'stream-cut', params: { server: url } });
  });

  test('says that a line is not JSON', async () => {
    const { url, stream } = await watch();
    const first = failureOf(
      sandbox
        .open(contextOf({ server: url }))
        .lines(listServices)
        .next(),
    );
    (await stream()).write('<html>\n');
    expect(await first).toMatchObject({ code: 'not-kubernetes' });
  });

  test('closes the connection when nobody reads on', async () => {
    const { url, stream } = await watch();
    const lines = sandbox.open(contextOf({ server: url })).lines(listServices);
    const first = lines.next();
    const response = await stream();
    response.write('{"n":1}\n');
    await first;
    const closed = once(response, 'close');
    await lines.return(undefined);
    await closed;
  });

  test('rejects with the reason of its signal in mid-watch', async () => {
    const { url, stream } = await watch();
    const abort = new AbortController();
    const first = sandbox
      .open(contextOf({ server: url }))
      .lines(asking(abort.signal))
      .next();
    first.catch(() => undefined);
    const response = await stream();
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(first).rejects.toBe(reason);
    await once(response, 'close');
  });

  test('rejects a watch that is refused', async () => {
    const kube = await sandbox.serve(answers({ kind: 'Status', message: 'too old' }, 410));
    expect(
      await failureOf(
        sandbox
          .open(contextOf({ server: kube.url }))
          .lines(listServices)
          .next(),
      ),
    ).toEqual(failure('expired', { resource: 'services' }));
  });
});

describe('upgrade', () => {
  const forward = {
    path: '/api/v1/namespaces/shop/pods/web/portforward',
    verb: 'create',
    resource: 'pods/portforward',
    namespace: 'shop',
    method: 'POST',
    headers: { Upgrade: 'SPDY/3.1' },
    get signal(): AbortSignal {
      return new AbortController().signal;
    },
  } as const;

  test('gives the socket with what came after the headers, over TLS and signed in', async () => {
    const authority = await makeAuthority();
    const kube = await sandbox.serve(
      () => undefined,
      await makeCertificate(authority, 'api', { hosts: ['127.0.0.1'] }),
    );
    let token: string | undefined;
    kube.server.on('upgrade', (request, socket) => {
      token = request.headers.authorization;
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nhello');
      socket.on('data', (data) => socket.write(data));
    });
    const cluster = { server: kube.url, 'certificate-authority-data': base64(authority.cert) };
    const api = sandbox.open(contextOf(cluster, { token: 't' }));
    const abort = new AbortController();
    const { socket, head, headers } = await api.upgrade({ ...forward, signal: abort.signal });
    expect(head.toString()).toBe('hello');
    expect(headers['upgrade']).toBe('SPDY/3.1');
    expect(token).toBe('Bearer t');
    // It is the caller's now: neither the request's signal nor the end of the API takes it away.
    abort.abort();
    api.close();
    socket.write('ping');
    const [echoed] = (await once(socket, 'data')) as [Buffer];
    expect(echoed.toString()).toBe('ping');
    socket.destroy();
  });

  test('signs in anew after a 401', async () => {
    const folder = sandbox.owns(await makeTempFolder());
    const tokenFile = await folder.write('token', 'old');
    const kube = await sandbox.serve(() => undefined);
    const asked: (string | undefined)[] = [];
    kube.server.on('upgrade', (request, socket) => {
      asked.push(request.headers.authorization);
      const status = asked.length === 1 ? '401 Unauthorized' : '101 Switching Protocols';
      const answer = `HTTP/1.1 ${status}\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n\r\n`;
      // The token is rotated between being sent and being refused.
      folder.write('token', 'new').then(
        () => socket.end(answer),
        () => socket.destroy(),
      );
    });
    const { socket } = await sandbox.open(contextOf({ server: kube.url }, { tokenFile })).upgrade(forward);
    socket.destroy();
    expect(asked).toEqual(['Bearer old', 'Bearer new']);
  });

  test.each<[number, string, object]>([
    [404, 'pods "web" not found', { code: 'not-found', params: { resource: 'pods/portforward', name: 'web' } }],
    [
      403,
      'pods "web" is forbidden: User "ann" cannot create resource "pods/portforward" in API group "" in the namespace "shop"',
      { code: 'forbidden', params: { verb: 'create', resource: 'pods/portforward', scope: 'shop' } },
    ],
    [500, 'container not running', { code: 'server-error', params: { status: 500, detail: 'container not running' } }],
  ])('says why the server answers %i', async (status, message, expected) => {
    const kube = await sandbox.serve(() => undefined);
    kube.server.on('upgrade', (_request, socket) => {
      const body = JSON.stringify({ kind: 'Status', message });
      socket.end(
        `HTTP/1.1 ${String(status)} No\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
      );
    });
    expect(await failureOf(sandbox.open(contextOf({ server: kube.url })).upgrade(forward))).toMatchObject(expected);
  });
});
