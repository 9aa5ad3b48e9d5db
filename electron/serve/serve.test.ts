import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FakeClock } from '../core/testing/fake-clock.ts';
import { serve, type Served, type ServeOptions } from './serve.ts';

const ATTACH_KEY = 'k'.repeat(43);
const ended: string[] = [];
const router = {
  hello: os.handler(() => 'hello'),
  large: os.handler(() => 'x'.repeat(16 * 1024 * 1024)),
  feed: os.handler(async function* ({ signal }) {
    try {
      yield 'first';
      if (signal) await once(signal, 'abort');
    } finally {
      ended.push('feed');
    }
  }),
};

let root: string;
let served: Served;

async function start(options: Partial<ServeOptions> = {}): Promise<Served> {
  return serve({ core: { router }, root, attachKey: ATTACH_KEY, ...options });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-serve-'));
  await mkdir(join(root, 'assets'));
  await writeFile(join(root, 'index.html'), '<title>Portolan</title>');
  await writeFile(join(root, 'assets', 'app-abc.js'), 'export {};');
  served = await start();
});

afterEach(async () => {
  await served.close();
  await rm(root, { recursive: true });
  ended.length = 0;
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers, as an attacker would write them. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: served.port, path, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

/** Lets a browser in by the printed link and gives the cookie it holds from then on. */
async function cookie(): Promise<string> {
  const answer = await get(served.url.slice(served.url.indexOf('/?')));
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Opens the WebSocket, or gives the status it was refused with. */
function open(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}${path}`, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

async function opened(headers: Record<string, string>): Promise<WebSocket> {
  const socket = await open(headers);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

const own = (): string => `http://127.0.0.1:${served.port}`;
const bearer = { Authorization: `Bearer ${ATTACH_KEY}` };

/** ws's socket is the browser's in all that oRPC uses. */
function clientOf(socket: WebSocket): RouterClient<typeof router> {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

test('the printed link swaps its key for a cookie that no script and no other site gets', async () => {
  const answer = await get(served.url.slice(served.url.indexOf('/?')));
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^portolan-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

test('the page and its files are served to a browser that is in', async () => {
  const headers = { Cookie: await cookie() };
  expect(await get('/', headers)).toMatchObject({ status: 200, body: '<title>Portolan</title>' });
  const asset = await get('/assets/app-abc.js', headers);
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await get('/nothing', headers)).status).toBe(404);
});

test('the link works once, but does not lock out the browser that used it', async () => {
  const path = served.url.slice(served.url.indexOf('/?'));
  const headers = { Cookie: await cookie() };
  expect(await get(path)).toMatchObject({ status: 403 });
  expect(await get(path, headers)).toMatchObject({ status: 303 });
});

test.each(['/', '/assets/app-abc.js', '/?key=wrong', '/?key='])('%s is refused without a cookie', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(403);
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('a wrong cookie is refused', async () => {
  expect((await get('/', { Cookie: `portolan-${served.port}=${'x'.repeat(43)}` })).status).toBe(403);
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1.evil.example:1'])(
  'the host %s is refused, as DNS may point any name here',
  async (host) => {
    const headers = { Cookie: await cookie(), Host: host };
    expect((await get('/', headers)).status).toBe(403);
    expect(await open({ ...headers, Origin: `http://${host}` })).toBe(403);
  },
);

test('localhost and ::1 are served too', async () => {
  const headers = { Cookie: await cookie() };
  for (const name of ['localhost', '[::1]']) {
    expect((await get('/', { ...headers, Host: `${name}:${served.port}` })).status).toBe(200);
  }
});

test('anything but reading is refused', async () => {
  expect((await get('/', { Cookie: await cookie() }, 'POST')).status).toBe(405);
});

test.each(['//', '/%', '/%00', '/../package.json', '/..%2f..%2fpackage.json', '*'])(
  'the odd path %s finds nothing and breaks nothing',
  async (path) => {
    expect((await get(path, { Cookie: await cookie() })).body).not.toContain('"name"');
    expect((await get('/', { Cookie: await cookie() })).status).toBe(403);
  },
);

test('every answer forbids foreign code, framing and guessing types, and allows no other site to read it', async () => {
  for (const answer of [await get('/'), await get('/', { Cookie: await cookie() })]) {
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${served.port};`);
    expect(answer.headers['content-security-policy']).toContain("base-uri 'none'; form-action 'none'");
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('our own page calls the core over its WebSocket', async () => {
  const socket = await opened({ Cookie: await cookie(), Origin: own() });
  expect(await clientOf(socket).hello()).toBe('hello');
  socket.close();
});

test('a WebSocket without our cookie is refused', async () => {
  expect(await open({ Origin: own() })).toBe(403);
  expect(await open({})).toBe(403);
});

test('a page on another port has our cookie and is refused by its Origin', async () => {
  const Cookie = await cookie();
  for (const origin of ['http://127.0.0.1:8080', `https://127.0.0.1:${served.port}`, 'null', 'http://evil.example']) {
    expect(await open({ Cookie, Origin: origin })).toBe(403);
  }
});

test('a page that our own host name does not match is refused', async () => {
  expect(await open({ Cookie: await cookie(), Origin: `http://localhost:${served.port}` })).toBe(403);
});

test('a WebSocket on any other path is refused', async () => {
  expect(await open(bearer, '/other')).toBe(404);
});

test('a desktop app attaches by the key in a header, as often as it needs to', async () => {
  for (const socket of [await opened(bearer), await opened(bearer)]) {
    expect(await clientOf(socket).hello()).toBe('hello');
    socket.close();
  }
});

test('a wrong attach key, or one sent by a page, is refused', async () => {
  expect(await open({ Authorization: `Bearer ${'x'.repeat(43)}` })).toBe(403);
  expect(await open({ Authorization: ATTACH_KEY })).toBe(403);
  expect(await open({ ...bearer, Origin: own() })).toBe(403);
});

test('nobody attaches to a server without an attach key, and a short one is refused', async () => {
  await served.close();
  served = await start({ attachKey: undefined });
  expect(await open(bearer)).toBe(403);
  await expect(start({ attachKey: 'short' })).rejects.toThrow('invalid');
});

test('wrong keys are looked at ten times in a row and then once a second, while a browser that is in stays in', async () => {
  await served.close();
  const clock = new FakeClock({ now: 1_000_000 });
  served = await start({ clock });
  const headers = { Cookie: await cookie() };
  const wrong = { Authorization: `Bearer ${'x'.repeat(43)}` };
  for (let times = 0; times < 5; times++) {
    expect((await get(`/?key=${times}`)).status).toBe(403);
    expect(await open(wrong)).toBe(403);
  }
  expect(await open(bearer)).toBe(403);
  expect((await get('/', headers)).status).toBe(200);
  await clock.advance(1000);
  (await opened(bearer)).close();
  expect(await open(wrong)).toBe(403);
  expect(await open(bearer)).toBe(403);
});

test('the end of a link ends its feeds, and only its own', async () => {
  const [one, two] = [await opened(bearer), await opened(bearer)];
  const other = clientOf(two);
  const feeds = [await clientOf(one).feed(), await other.feed()];
  await Promise.all(feeds.map((feed) => feed.next()));
  one.terminate();
  await expect.poll(() => ended).toEqual(['feed']);
  expect(await other.hello()).toBe('hello');
  await served.close();
  await expect.poll(() => ended).toEqual(['feed', 'feed']);
});

test('a peer that answers pings stays, a silent one is dropped', async () => {
  await served.close();
  const clock = new FakeClock();
  served = await start({ clock });
  const [lively, silent] = [await opened(bearer), await opened(bearer)];
  const client = clientOf(lively);
  // A ping came before the answer to a call, so its pong is there before the next call.
  await Promise.all([client.hello(), clientOf(silent).hello()]);
  silent.pause();
  const pinged = once(lively, 'ping');
  await clock.advance(15_000);
  await pinged;
  await client.hello();
  await clock.advance(15_000);
  silent.resume();
  await expect.poll(() => silent.readyState, { timeout: 10_000 }).toBe(WebSocket.CLOSED);
  expect(lively.readyState).toBe(WebSocket.OPEN);
  lively.close();
});

test('a message larger than any call ends the link', async () => {
  const socket = await opened(bearer);
  const closed = once(socket, 'close').then(([code]) => code as number);
  socket.send('x'.repeat(2 * 1024 * 1024));
  const answered = clientOf(socket).hello();
  expect(await Promise.race([closed, answered.catch(() => closed)])).toBe(1009);
});

test('a peer that calls without reading is cut off, before what waits for it fills the memory', async () => {
  const socket = await opened(bearer);
  const client = clientOf(socket);
  await (await client.feed()).next();
  socket.pause();
  const calls = Array.from({ length: 7 }, () => client.large());
  await expect.poll(() => ended, { timeout: 10_000 }).toEqual(['feed']);
  socket.resume();
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toContain('rejected');
});

test('it listens on loopback alone', async () => {
  const probe = connect({ host: '127.0.0.2', port: served.port });
  const outcome = await new Promise((resolve) => {
    probe.once('connect', () => resolve('connected')).once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
  probe.destroy();
  expect(outcome).toBe('ECONNREFUSED');
});

test('a taken port is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await expect(start({ port })).rejects.toMatchObject({ failure: { code: 'port-in-use', params: { port } } });
  other.close();
});

test('closing frees the port', async () => {
  const { port } = served;
  await served.close();
  served = await start({ port });
  expect(served.port).toBe(port);
});
