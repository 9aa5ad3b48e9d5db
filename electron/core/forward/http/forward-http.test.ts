import { describe, expect } from 'vitest';
import { test as sandboxed } from '../../testing/forward-sandbox.ts';
import { httpPod, namedHttpPods, oneConnection, told } from '../../testing/http-pod.ts';
import { refuse, stall } from '../../testing/spdy-server.ts';
import { until } from '../../testing/until.ts';

/** A forward that knows of requests. */
const test = sandboxed.extend('port', ({ box }) => {
  box.forward.change({ http: 'on' });
  return box.forward.localPort ?? 0;
});

describe('requests on one connection', () => {
  test('go to the endpoints in turn, each over a connection that is kept', async ({ box, port }) => {
    await namedHttpPods(box, 'a', 'b', 'c');
    const agent = oneConnection();
    let answers = '';
    for (let n = 0; n < 9; n++) answers += (await told(port, { agent })).body;
    expect(answers).toBe('abcabcabc');
    expect(box.server.connections).toHaveLength(3);
    await until(() => box.forward.view.connections.live === 0);
    expect(box.forward.view.connections).toEqual({ live: 0, waiting: 0, total: 9, failed: 0 });
    expect(box.forward.view.endpoints.map(({ total }) => total)).toEqual([3, 3, 3]);
    agent.destroy();
  });

  test('leave nothing behind on the connection into the pod', async ({ box, port }) => {
    await namedHttpPods(box, 'a');
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    const agent = oneConnection();
    for (let n = 0; n < 30; n++) await told(port, { agent });
    process.off('warning', warn);
    agent.destroy();
    expect(box.server.connections).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test('sent ahead are answered in their order', async ({ box, port }) => {
    await httpPod(box, 'a', ({ url = '' }, response) => response.end(url));
    box.target.set(['a']);
    const one = box.client();
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const paths = Array.from({ length: 40 }, (_, n) => `/page-${n}`);
    one.socket.write(paths.map(get).join(''));
    await until(() => one.heard.includes('/page-39'));
    expect(one.heard.match(/\/page-\d+/g)).toEqual(paths);
    expect(port).toBe(box.forward.localPort);
  });

  test('are told apart in the log, the newest last, and cleared', async ({ box, port }) => {
    await namedHttpPods(box, 'a');
    await told(port, { path: '/cart?user=7&access_token=hunter2' });
    await told(port, { path: '/pay', method: 'POST', body: 'twelve bytes' });
    const { entries } = box.forward.requests;
    await until(() => [...entries.items.values()].every(({ bytes }) => bytes.in > 0));
    expect([...entries.items.values()]).toMatchObject([
      { method: 'GET', path: '/cart?user=7&access_token=***', status: 200, pod: 'a', retried: 0 },
      { method: 'POST', path: '/pay', status: 200, bytes: { in: 1, out: 12 } },
    ]);
    box.forward.requests.clear();
    expect(entries.items.size).toBe(0);
  });
});

describe('a request that an endpoint does not answer', () => {
  test('goes to another one: refused by the pod, whatever its method', async ({ box, port }) => {
    await namedHttpPods(box, 'b');
    box.server.pods.set('shop/a', refuse);
    box.target.set(['a', 'b']);
    expect(await told(port, { method: 'POST', body: 'once' })).toMatchObject({ status: 200, body: 'b' });
    expect([...box.forward.requests.entries.items.values()]).toMatchObject([{ retried: 1, pod: 'b', status: 200 }]);
  });

  test('goes to another one with its body when it may be done twice, and not when it must not', async ({
    box,
    port,
  }) => {
    box.server.pods.set('shop/a', (connection) =>
      connection.onEvent(() =>
        connection.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer'),
      ),
    );
    await httpPod(box, 'b', (request, response) => request.pipe(response));
    box.target.set(['a', 'b']);
    box.forward.change({ balance: 'first' });
    expect(await told(port, { method: 'PUT', body: 'again' })).toMatchObject({ status: 200, body: 'again' });
    const { status, body } = await told(port, { method: 'POST', body: 'once' });
    expect(status).toBe(502);
    expect(body).toMatch(/^Portolan: shop\/web gave no answer\. .*shop\/a.*Try again/);
    expect(box.forward.view.lastFailure).toMatchObject({ code: 'forward-failed' });
  });

  test('is not repeated for ever', async ({ box, port }) => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    let asked = 0;
    for (const name of names)
      await box.pod(name, (socket) =>
        socket.once('data', () => {
          asked += 1;
          socket.destroy();
        }),
      );
    box.target.set(names);
    expect((await told(port)).status).toBe(502);
    expect(asked).toBe(3);
  });

  test('finds the kept connection closed, and goes over a new one', async ({ box, port }) => {
    let asked = 0;
    await box.pod('a', (socket) =>
      socket.on('data', () => {
        asked += 1;
        if (asked === 2) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    box.target.set(['a']);
    expect((await told(port)).body).toBe('ok');
    expect((await told(port)).body).toBe('ok');
    expect(asked).toBe(3);
  });

  test('is told 503 and what to do after 10 s without a ready one', async ({ box, port }) => {
    box.target.set([]);
    const answer = told(port);
    await until(() => box.forward.view.connections.waiting === 1);
    await box.clock.advance(10_000);
    const { status, headers, body } = await answer;
    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' });
    expect(body).toMatch(/^Portolan: shop\/web had no ready endpoint for 10 s\..* try again/);
    expect(box.forward.view.connections.waiting).toBe(0);
  });

  test('is given up when its client is gone', async ({ box, port }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => box.server.connections.length === 1);
    one.socket.resetAndDestroy();
    await until(() => box.forward.view.connections.live === 0);
    expect(box.forward.view.connections.failed).toBe(0);
    expect(port).toBeGreaterThan(0);
  });
});

describe('an answer', () => {
  test('keeps its status, its headers with their repetitions, and its trailers', async ({ box, port }) => {
    await httpPod(box, 'a', (_request, response) => {
      response.writeHead(418, 'Teapot', [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Trailer', 'X-Sum'],
        ['Connection', 'X-Hop'],
        ['X-Hop', 'for the next one only'],
      ]);
      response.write('part ');
      response.addTrailers({ 'X-Sum': '9' });
      response.end('whole');
    });
    box.target.set(['a']);
    const { status, headers, trailers, body } = await told(port);
    expect({ status, body, trailers }).toEqual({ status: 418, body: 'part whole', trailers: { 'x-sum': '9' } });
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers['x-hop']).toBeUndefined();
  });

  test.for([
    ['HEAD', 200, '5'],
    ['GET', 204, undefined],
    ['GET', 304, undefined],
  ] as const)(
    'to %s with %d has no body, and the next one comes right behind it',
    async ([method, code, length], { box, port }) => {
      await httpPod(box, 'a', (_request, response) => {
        response.writeHead(code, length === undefined ? {} : { 'Content-Length': length }).end();
      });
      box.target.set(['a']);
      const agent = oneConnection();
      for (let n = 0; n < 3; n++) {
        const { status, headers, body } = await told(port, { agent, method });
        expect({ status, body, length: headers['content-length'] }).toEqual({ status: code, body: '', length });
      }
      agent.destroy();
    },
  );

  test('to HTTP/1.0 is framed by its end', async ({ box }) => {
    await httpPod(box, 'a', ({ headers }, response) => {
      response.write(`for ${headers.host ?? ''}, `);
      response.end('whole');
    });
    box.target.set(['a']);
    box.forward.change({ http: 'on' });
    const one = box.client();
    one.socket.write('GET / HTTP/1.0\r\n\r\n');
    await until(() => one.ended === 'end');
    expect(one.heard).toMatch(/\r\n\r\nfor localhost, whole$/);
    expect(one.heard).not.toMatch(/chunked/i);
  });

  test('that breaks off cuts the client’s connection', async ({ box, port }) => {
    await box.pod('a', (socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', () => socket.destroy()),
      ),
    );
    box.target.set(['a']);
    await expect(told(port)).rejects.toThrow();
    await until(() => box.forward.view.connections.failed === 1);
    const [entry] = box.forward.requests.entries.items.values();
    expect(entry).toMatchObject({ status: 200, failure: { code: 'forward-failed' } });
  });

  test('that its client does not want any more is no failure, and is not fetched further', async ({ box, port }) => {
    await httpPod(box, 'a', (_request, response) => response.end(Buffer.alloc(20_000_000)));
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => one.heard.length > 0);
    one.socket.resetAndDestroy();
    await until(() => box.forward.view.connections.live === 0);
    expect(box.forward.view.connections.failed).toBe(0);
    expect(box.forward.view.bytes.in).toBeLessThan(20_000_000);
    expect(port).toBeGreaterThan(0);
  });

  test('comes whole to a client that has ended its side', async ({ box }) => {
    await namedHttpPods(box, 'a');
    box.forward.change({ http: 'on' });
    const one = box.client();
    one.socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => one.ended === 'end');
    expect(one.heard).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(one.heard.endsWith('a')).toBe(true);
  });

  test('of 8 MB waits for a client that does not read', async ({ box }) => {
    const size = 8_000_000;
    await httpPod(box, 'a', (_request, response) => response.end(Buffer.alloc(size)));
    box.target.set(['a']);
    box.forward.change({ http: 'on' });
    const one = box.client();
    one.socket.pause();
    one.socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await until(() => box.forward.view.bytes.in > 0);
    one.socket.resume();
    await until(() => one.ended === 'end');
    expect(one.heard.length).toBeGreaterThan(size);
  });
});

describe('a body', () => {
  test('is sent once the app asks for it with 100', async ({ box, port }) => {
    const server = await httpPod(box, 'a', () => undefined);
    server.on('checkContinue', (request, response) => {
      response.writeContinue();
      request.pipe(response);
    });
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n');
    await until(() => one.heard.startsWith('HTTP/1.1 100 Continue\r\n\r\n'));
    one.socket.write('body');
    await until(() => one.heard.includes('body'));
    expect(port).toBeGreaterThan(0);
  });

  test('in chunks arrives in chunks, with its trailers', async ({ box }) => {
    await httpPod(box, 'a', (request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += String(chunk)));
      request.on('end', () =>
        response.end(JSON.stringify([text, request.headers['transfer-encoding'], request.trailers])),
      );
    });
    box.target.set(['a']);
    box.forward.change({ http: 'on' });
    const one = box.client();
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n';
    one.socket.write(`${head}4\r\nfour\r\n0\r\nX-Sum: 4\r\n\r\n`);
    await until(() => one.heard.includes('["four","chunked",{"x-sum":"4"}]'));
  });

  test('of 8 MB is streamed both ways', async ({ box, port }) => {
    const body = Buffer.alloc(8_000_000, 'portolan');
    await httpPod(box, 'a', (request, response) => request.pipe(response));
    box.target.set(['a']);
    const { body: echo } = await told(port, { method: 'POST', body });
    expect(echo === body.toString()).toBe(true);
    expect(box.forward.view.bytes.out).toBeGreaterThan(body.length);
  });
});

test('the app is told the Host that was chosen, and the client’s own where none was', async ({ box, port }) => {
  await httpPod(box, 'a', ({ headers }, response) => response.end(headers.host));
  box.target.set(['a']);
  expect((await told(port)).body).toBe(`127.0.0.1:${port}`);
  box.forward.change({ host: 'cluster' });
  expect((await told(port)).body).toBe('web.shop.svc');
  box.forward.change({ host: 'shop.example:8443' });
  expect((await told(port)).body).toBe('shop.example:8443');
  box.forward.change({ host: '' });
  expect((await told(port)).body).toBe(`127.0.0.1:${port}`);
});

describe('a page of another site whose name leads here', () => {
  test('gets no answer of the app, and is told why', async ({ box, port }) => {
    let asked = 0;
    await httpPod(box, 'a', (_request, response) => response.end(String(++asked)));
    box.target.set(['a']);
    const evil = await told(port, { path: '/?token=secret', headers: { host: `evil.example:${String(port)}` } });
    expect(evil.status).toBe(421);
    expect(evil.body).toMatch(/^This is Portolan's forward of shop\/web. It does not answer for evil.example:\d+: /);
    expect(await told(port, { headers: { host: 'web.shop.localhost' } })).toMatchObject({ status: 200, body: '1' });
    box.forward.change({ host: 'evil.example' });
    expect(await told(port, { headers: { host: 'evil.example' } })).toMatchObject({ status: 200, body: '2' });
    const [first] = box.forward.requests.entries.items.values();
    expect(first).toMatchObject({ status: 421, failure: { code: 'forward-host' } });
    expect(first?.path).not.toContain('secret');
    expect(box.forward.view.connections).toMatchObject({ total: 2, failed: 0 });
  });

  test('opens no WebSocket either', async ({ box, port }) => {
    const server = await httpPod(box, 'a', (_request, response) => response.end());
    server.on('upgrade', () => expect.unreachable());
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await until(() => one.ended === 'end');
    expect(one.heard).toMatch(/^HTTP\/1\.1 421 /);
    expect(port).toBeGreaterThan(0);
  });
});
