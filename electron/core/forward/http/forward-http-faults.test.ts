import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { describe, expect } from 'vitest';
import { test as sandboxed } from '../../testing/forward-sandbox.ts';
import { httpPod, namedHttpPods, oneConnection, told } from '../../testing/http-pod.ts';
import { until } from '../../testing/until.ts';

/** A forward that knows of requests. */
const test = sandboxed.extend('port', ({ box }) => {
  box.forward.change({ http: 'on' });
  return box.forward.localPort ?? 0;
});

describe('is passed on as bytes:', () => {
  test('what follows a change of protocol, and counts as one connection', async ({ box, port }) => {
    const server = await httpPod(box, 'a', (_request, response) => response.end());
    server.on('upgrade', ({ headers }, socket, head) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${headers.upgrade ?? ''}\r\nConnection: Upgrade\r\n\r\n`,
      );
      socket.write(head);
      socket.pipe(socket);
    });
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst ');
    await until(() => one.heard.includes('first '));
    one.socket.write('\u0001second');
    await until(() => one.heard.endsWith('\u0001second'));
    expect(box.forward.view.connections.live).toBe(1);
    expect([...box.forward.requests.entries.items.values()]).toMatchObject([
      { method: 'GET', path: '/chat', status: 101, pod: 'a' },
    ]);
    one.socket.resetAndDestroy();
    await until(() => box.forward.view.connections.live === 0);
    expect(port).toBeGreaterThan(0);
  });

  test('HTTP/2 with prior knowledge', async ({ box, port }) => {
    const server = createHttp2Server((_request, response) => response.end('over 2'));
    await box.pod('a', (socket) => {
      server.emit('connection', socket);
    });
    box.target.set(['a']);
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    let text = '';
    const stream = session.request({ ':path': '/' });
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await until(() => text === 'over 2');
    session.destroy();
  });

  test.for([
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0, 5, 1, 2, 3, 4, 5])],
    ['another protocol that begins alike', Buffer.from('OPTIONS rtsp://x RTSP/1.0\r\n')],
    ['a greeting', Buffer.from('EHLO there\r\n')],
  ] as const)('%s', async ([, bytes], { box, port }) => {
    await box.onlyPod((socket) => socket.pipe(socket));
    const one = box.client();
    // A byte alone may still be anything.
    for (const byte of bytes) one.socket.write(Buffer.from([byte]));
    await until(() => one.heard.length >= bytes.toString().length);
    expect(one.heard).toBe(bytes.toString());
    expect(port).toBeGreaterThan(0);
  });
});

describe('is refused:', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    [
      'both lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody', 400],
    ['a coding behind chunked', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n', 400],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nbody', 400],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: x\nA: b\n\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a chunk that is no number', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['a head that is too long', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(80_000)}\r\n\r\n`, 431],
    ['a first line that is too long', `GET /${'b'.repeat(80_000)} HTTP/1.1\r\n`, 431],
  ];

  test.for(cases)('%s', async ([, text, status], { box, port }) => {
    const seen: string[] = [];
    await httpPod(box, 'a', ({ method = '' }, response) => {
      seen.push(method);
      response.end();
    });
    box.target.set(['a']);
    const one = box.client();
    one.socket.write(text);
    await until(() => one.ended !== undefined);
    expect(one.heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seen.length).toBeLessThanOrEqual(text.includes('zz') ? 1 : 0);
    await until(() => box.forward.view.connections.live === 0);
    await until(() => box.forward.view.connections.waiting === 0);
    expect(port).toBeGreaterThan(0);
  });
});

describe('a client that takes its time', () => {
  test.for(['', 'GE', 'GET / HTTP/1.1\r\nHost:'])('over %j is cut off', async (text, { box, port }) => {
    await namedHttpPods(box, 'a');
    const one = box.client();
    if (text !== '') one.socket.write(text);
    await until(() => box.clock.sleeping > 0);
    await box.clock.advance(60_000);
    await until(() => one.ended !== undefined);
    expect(port).toBeGreaterThan(0);
  });

  test('between two requests is cut off', async ({ box, port }) => {
    await namedHttpPods(box, 'a');
    const one = box.client();
    one.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => one.heard.endsWith('a'));
    one.socket.write('GET / HTTP/1.1\r\n');
    await until(() => box.forward.view.connections.live === 0);
    await box.clock.advance(60_000);
    await until(() => one.ended !== undefined);
    expect(port).toBeGreaterThan(0);
  });
});

test('idle connections into a pod are given up after 4 s, or as the app says', async ({ box, port }) => {
  await namedHttpPods(box, 'a');
  await told(port);
  const [first] = box.server.connections;
  await until(() => box.forward.view.connections.live === 0);
  await told(port);
  expect(box.server.connections).toHaveLength(1);
  await box.clock.advance(4000);
  await told(port);
  expect(box.server.connections).toHaveLength(2);
  expect(first).toBeDefined();
});

test('switching the mode holds from the next connection on', async ({ box, port }) => {
  await namedHttpPods(box, 'a', 'b');
  const agent = oneConnection();
  box.forward.change({ http: 'off' });
  expect(box.forward.view.http).toBeUndefined();
  expect((await told(port, { agent })).body + (await told(port, { agent })).body).toBe('aa');
  agent.destroy();
  box.forward.change({ http: 'automatic' });
  expect(box.forward.view.http).toBeUndefined();
  box.target.set(['a', 'b'], {
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, appProtocol: 'http' }],
  });
  expect(box.forward.view.http).toBe(true);
});

test('closing leaves nothing behind', async ({ box, port }) => {
  await namedHttpPods(box, 'a', 'b');
  const agent = oneConnection();
  await told(port, { agent });
  await told(port, { agent });
  await box.forward.close();
  await until(() => box.server.sessions.size === 0 && box.clock.sleeping === 0);
  agent.destroy();
});
