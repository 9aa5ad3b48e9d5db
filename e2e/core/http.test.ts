import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { connect, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { RequestEntry } from '../../shared/model/http.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { closeCore, coreOn, forward, type Forwarded } from './forwarding.ts';

const SIZE = 50_000_000;

describe.skipIf(noCluster)('a forward that knows of requests, through the real API server', () => {
  const shared = useBed();
  const closers: (() => void)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    await shared.bed.backends.reset();
    await closeCore();
  });

  async function forwardHttp(name: string, port: number, ready: number): Promise<Forwarded> {
    const forwarded = await forward(shared.bed, name, port);
    (await coreOn(shared.bed)).forwards.change(forwarded.view().key, { http: 'on' });
    const count = (): number => forwarded.view().endpoints.filter(({ state }) => state === 'ready').length;
    await shared.bed.waitFor('the ready endpoints', () => count() === ready);
    return forwarded;
  }

  /** One connection for all that is asked over it. */
  function oneConnection(): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    closers.push(() => agent.destroy());
    return agent;
  }

  async function log({ view }: Forwarded): Promise<readonly RequestEntry[]> {
    return [...(await coreOn(shared.bed)).forwards.requests(view().key).entries.items.values()];
  }

  /** Puts a server of the test's own behind every Pod of `shop/web`. */
  async function standIn(server: Server): Promise<void> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const pods = await shared.bed.kubectl(['-n', 'shop', 'get', 'pods', '-l', 'app=web', '-o', 'name']);
    const { port } = server.address() as AddressInfo; // it listens on TCP
    for (const name of pods.trim().split('\n'))
      await shared.bed.backends.set(`shop/${name.replace('pod/', '')}`, 8080, `127.0.0.1:${port}`);
  }

  test('gives 30 requests of one connection to 3 Pods as 10 to each', async () => {
    const web = await forwardHttp('web', 80, 3);
    const agent = oneConnection();
    const pods = new Map<string, number>();
    for (let n = 0; n < 30; n++) {
      const { pod } = JSON.parse((await ask({ port: web.port, agent })).text) as { pod: string };
      pods.set(pod, (pods.get(pod) ?? 0) + 1);
    }
    expect([...pods.values()]).toEqual([10, 10, 10]);
    expect(await log(web)).toHaveLength(30);
  });

  test('answers every GET while a Pod is killed', async () => {
    const web = await forwardHttp('web', 80, 3);
    const agents = Array.from({ length: 4 }, oneConnection);
    const [victim = ''] = web.view().endpoints.map(({ pod }) => pod);
    const statuses: number[] = [];
    const kill = shared.bed.kubectl(['-n', 'shop', 'delete', 'pod', victim, '--grace-period=0', '--force']);
    for (let n = 0; n < 50; n++) {
      const answers = await Promise.all(agents.map((agent) => ask({ port: web.port, agent, path: '/slow?ms=20' })));
      statuses.push(...answers.map(({ status }) => status));
    }
    await kill;
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    await shared.bed.waitForEndpoints('shop', 'web', { ready: 3 });
  });

  test('brings 50 MB down and takes 50 MB up, unchanged', async () => {
    const web = await forwardHttp('web', 80, 3);
    const down = await ask({ port: web.port, path: `/bytes?n=${SIZE}` });
    expect(down.length).toBe(SIZE);
    const body = Buffer.alloc(SIZE, 'portolan ');
    const up = await ask({ port: web.port, method: 'PUT' }, body);
    expect(up).toMatchObject({ length: SIZE, hash: createHash('sha256').update(body).digest('hex') });
  });

  test('gives a client that has ended its side the whole late answer', async () => {
    const { port } = await forwardHttp('web', 80, 3);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.end('GET /slow?ms=2500 HTTP/1.1\r\nHost: web\r\n\r\n');
    await once(socket, 'end');
    expect(heard).toMatch(/^HTTP\/1\.1 200[^]*"pod":"web-/);
  });

  test('passes a change of protocol on as bytes', async () => {
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.pipe(socket);
    });
    await standIn(server);
    const web = await forwardHttp('web', 80, 3);
    const asked = request({
      port: web.port,
      host: '127.0.0.1',
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    });
    asked.end();
    const [, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, NodeJS.ReadWriteStream];
    socket.write('\u0081 ahoy');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('\u0081 ahoy');
    expect(await log(web)).toMatchObject([{ status: 101 }]);
    socket.end();
  });

  test('passes HTTP/2 with prior knowledge on as bytes, trailers and all', async () => {
    const server = createHttp2Server();
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end('message');
    });
    await standIn(server);
    const { port } = await forwardHttp('web', 80, 3);
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    closers.push(() => session.destroy());
    const stream = session.request({ ':method': 'POST', ':path': '/pkg.Service/Call', te: 'trailers' });
    stream.end();
    const [trailers] = (await once(stream.resume(), 'trailers')) as [Record<string, string>];
    expect(trailers).toMatchObject({ 'grpc-status': '0' });
  });
});

interface Answer {
  readonly status: number;
  readonly length: number;
  readonly hash: string;
  /** The beginning. */
  readonly text: string;
}

function ask(options: RequestOptions, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    let length = 0;
    let text = '';
    const asked = request({ host: '127.0.0.1', agent: false, ...options }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        if (length < 1000) text += chunk.toString();
        length += chunk.length;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, length, hash: hash.digest('hex'), text }));
      answer.on('error', reject);
    });
    asked.on('error', reject).end(body);
  });
}
