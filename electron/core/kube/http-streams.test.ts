import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import { answers, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import { until } from '../testing/until.ts';
import type { KubeRequest } from './api.ts';

const sandbox = useSandbox();
const asking = (signal: AbortSignal): KubeRequest => ({ ...listServices, signal });

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
