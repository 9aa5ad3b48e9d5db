import { createServer, request as ask, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { request as askSafely } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test as plain } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { OnDemand } from '../forward/many/on-demand.ts';
import { Forwards } from '../forward/forwards.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { serviceRow } from '../testing/forward-samples.ts';
import { TestTarget } from '../testing/forward-target.ts';
import { backend, SpdyServer } from '../testing/spdy-server.ts';
import { Gateway } from './gateway.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A gateway to `shop/web`, with web servers behind its Pods. */
class Box {
  readonly server: SpdyServer;
  readonly gateway: Gateway;
  readonly onDemand: OnDemand;
  readonly target: TestTarget;
  readonly closers: (() => unknown)[] = [];

  private constructor(server: SpdyServer, target: TestTarget, made: Pick<Box, 'gateway' | 'onDemand'>) {
    this.server = server;
    this.target = target;
    this.gateway = made.gateway;
    this.onDemand = made.onDemand;
  }

  static async open(): Promise<Box> {
    const [server, clock] = [await SpdyServer.start(), new FakeClock({ now: Date.now() })];
    const target = new TestTarget(server);
    const openTarget = (): TestTarget => target;
    const forwards = new Forwards({ clock, openTarget });
    const onDemand = new OnDemand({ clock, openTarget, forwards });
    const known = { rows: [serviceRow()], labels: new Map([['kind', 'kind']]) };
    const gateway = await Gateway.open([0], { clock, onDemand, known: () => known });
    return new Box(server, target, { gateway, onDemand });
  }

  async pod(name: string, listener: RequestListener): Promise<Server> {
    const app = createServer(listener).listen(0, '127.0.0.1');
    await once(app, 'listening');
    this.closers.push(() => {
      app.closeAllConnections();
      app.close();
    });
    this.server.pods.set(`shop/${name}`, backend((app.address() as AddressInfo).port)); // it listens on TCP
    return app;
  }

  ask(
    host: string,
    { path = '/', method = 'GET', body = '', headers = {}, safely = false } = {},
  ): Promise<Answer & { readonly certificate?: string | undefined }> {
    const options = { host: '127.0.0.1', port: this.gateway.port, path, method, headers: { host, ...headers } };
    return new Promise((resolve, reject) => {
      const asked = safely ? askSafely({ ...options, servername: host, rejectUnauthorized: false }) : ask(options);
      asked.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode = 0, headers: heard } = response;
          resolve({ status: statusCode, headers: heard, body: text });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.onDemand.close();
    for (const close of this.closers) close();
    await this.server.stop();
  }
}

const test = plain.extend<{ box: Box }>({
  box: async ({}, use) => {
    const box = await Box.open();
    await use(box);
    await box.close();
  },
});

const HOST = 'web.shop.localhost';

test('a request goes to the Service that its host names, with its body and headers, and the answer comes back', async ({
  box,
}) => {
  await box.pod('a', (incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      outgoing.setHeader('set-cookie', ['a=1', 'b=2']);
      outgoing.setHeader('x-hop', 'no');
      outgoing.setHeader('connection', 'close, x-hop');
      outgoing.writeHead(201).end(JSON.stringify({ path: incoming.url, headers: incoming.headers, body }));
    });
  });
  box.target.set(['a']);
  const headers = { 'transfer-encoding': 'chunked', 'x-forwarded-for': '8.8.8.8', te: 'trailers', 'x-mine': 'yes' };
  const answer = await box.ask(HOST, { path: '/a?b=c', method: 'DELETE', body: 'hello', headers });
  const heard = JSON.parse(answer.body) as { path: string; headers: Record<string, string>; body: string };
  expect([answer.status, heard.path, heard.body]).toEqual([201, '/a?b=c', 'hello']);
  expect(heard.headers).toMatchObject({
    host: HOST,
    'x-mine': 'yes',
    'x-forwarded-host': HOST,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '127.0.0.1',
  });
  expect(heard.headers).not.toHaveProperty('te');
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(answer.headers).not.toHaveProperty('x-hop');
});

test('each request goes to the next endpoint', async ({ box }) => {
  for (const name of ['a', 'b']) await box.pod(name, (_, outgoing) => outgoing.end(name));
  box.target.set(['a', 'b']);
  const answers: string[] = [];
  for (let n = 0; n < 4; n++) answers.push((await box.ask(HOST)).body);
  expect(answers.join('')).toMatch(/^(abab|baba)$/);
});

test('HTTPS comes on the same port, with a certificate for the host', async ({ box }) => {
  await box.pod('a', ({ headers }, outgoing) => outgoing.end(headers['x-forwarded-proto']));
  box.target.set(['a']);
  expect((await box.ask(HOST, { safely: true })).body).toBe('https');
});

test('a WebSocket goes through, both ways', async ({ box }) => {
  const app = await box.pod('a', (_, outgoing) => outgoing.end());
  new WebSocketServer({ server: app }).on('connection', (socket) => {
    socket.on('message', (data: Buffer) => socket.send(`heard ${data.toString()}`));
  });
  box.target.set(['a']);
  const socket = new WebSocket(`ws://127.0.0.1:${String(box.gateway.port)}/`, { headers: { host: HOST } });
  await once(socket, 'open');
  socket.send('hello');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.toString()).toBe('heard hello');
  socket.close();
  await once(socket, 'close');
});

test('an upgrade that the app refuses is answered so', async ({ box }) => {
  await box.pod('a', (_, outgoing) => outgoing.writeHead(403).end());
  box.target.set(['a']);
  const socket = new WebSocket(`ws://127.0.0.1:${String(box.gateway.port)}/`, { headers: { host: HOST } });
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('403');
});

test('the bare address lists the Services, and an unknown name is answered with near ones', async ({ box }) => {
  const index = await box.ask(`localhost:${String(box.gateway.port)}`);
  expect(index.body).toContain(`href="http://${HOST}:${String(box.gateway.port)}/"`);
  const near = await box.ask('wep.shop.localhost');
  expect([near.status, near.body.includes(`http://${HOST}:${String(box.gateway.port)}/`)]).toEqual([404, true]);
  const korean = await box.ask('localhost', { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } });
  expect(korean.body).toContain('이 컴퓨터에서 여는 서비스');
  const evil = await box.ask('"><script>.localhost');
  expect(evil.body).not.toContain('<script>');
});

test('a host that is not under localhost gets nothing, whatever it asks', async ({ box }) => {
  await box.pod('a', (_, outgoing) => outgoing.end('secret'));
  box.target.set(['a']);
  const answer = await box.ask('rebound.example', { path: '/' });
  expect(answer.status).toBe(421);
  expect(answer.body).toContain('rebound.example');
  expect(answer.body).not.toContain('secret');
});

test('an app that breaks off before its answer is a sentence, not an empty page', async ({ box }) => {
  await box.pod('a', ({ socket }) => socket.destroy());
  box.target.set(['a']);
  const answer = await box.ask(HOST);
  expect(answer.status).toBe(502);
  expect(answer.body).toContain('shop/web did not answer on port 80');
});
