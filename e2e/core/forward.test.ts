import { createHash } from 'node:crypto';
import { get as httpGet } from 'node:http';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { createCore, type Core } from '../../electron/core/core.ts';
import type { ForwardView } from '../../shared/model/forward.ts';
import type { Bed } from '../cluster/bed.ts';
import { applySamples } from '../cluster/samples.ts';
import { noCluster, useBed, useOwnBed } from '../cluster/vitest-bed.ts';

let core: Core | undefined;
afterEach(async () => {
  await core?.close();
  core = undefined;
});

/** Forwards a port of a Service in `shop` through a core of its own. */
async function forward(
  { kubeconfig }: Bed,
  name: string,
  port: number,
): Promise<{ port: number; view: () => ForwardView }> {
  const opened = (core ??= await createCore({ env: process.env, home: homedir(), kubeconfig }));
  const [context] = opened.clusters.contexts.items.keys();
  opened.clusters.connect(context ?? '');
  const { key, local } = await opened.forwards.start({ context: context ?? '', namespace: 'shop', name, port });
  const view = (): ForwardView => {
    const found = opened.forwards.views.items.get(key);
    if (!found) throw new Error('the forward is gone');
    return found;
  };
  return { port: local?.port ?? 0, view };
}

/** Sends `request` on a connection of its own and gives the whole answer; rejects when the connection breaks. */
async function ask(port: number, request: string | Buffer, { halfClose = false } = {}): Promise<Buffer> {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (halfClose) socket.end(request);
  else socket.write(request);
  await once(socket, 'end');
  socket.end();
  return Buffer.concat(chunks);
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n`;

/** The Pod that answers one new connection. */
function podBehind(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    httpGet({ host: '127.0.0.1', port, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve((JSON.parse(text) as { pod: string }).pod));
    }).on('error', reject);
  });
}

/** How many of `count` connections, so many at a time, each Pod answered. */
async function share(port: number, count: number, atOnce = 10): Promise<Map<string, number>> {
  const pods = new Map<string, number>();
  for (let done = 0; done < count; done += atOnce) {
    const answers = await Promise.all(Array.from({ length: Math.min(atOnce, count - done) }, () => podBehind(port)));
    for (const pod of answers) pods.set(pod, (pods.get(pod) ?? 0) + 1);
  }
  return pods;
}

describe.skipIf(noCluster)('a forward through the real API server', () => {
  const shared = useBed();

  test('gives 300 connections to 3 Pods as 100 to each', async () => {
    const { port, view } = await forward(shared.bed, 'web', 80);
    const pods = await share(port, 300);
    expect([...pods.values()]).toEqual([100, 100, 100]);
    expect(view().connections.failed).toBe(0);
  });

  test('carries 10 MB each way unchanged', async () => {
    const { port, view } = await forward(shared.bed, 'db', 5432);
    const body = Buffer.alloc(10_000_000, 'portolan ');
    const socket = connect(port, '127.0.0.1');
    const hash = createHash('sha256');
    let received = 0;
    const echoed = new Promise<void>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        received += chunk.length;
        if (received === body.length) resolve();
      });
      socket.on('error', reject);
    });
    socket.write(body);
    await echoed;
    expect(hash.digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
    const counted = { in: body.length, out: body.length };
    await shared.bed.waitFor('the count', () => JSON.stringify(view().bytes) === JSON.stringify(counted));
    socket.destroy();
  });

  test('gives a client that has ended its side the whole late answer', async () => {
    const { port } = await forward(shared.bed, 'web', 80);
    const answer = await ask(port, get('/slow?ms=2500'), { halfClose: true });
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
  });

  test('reaches each Pod at its own number of a named target port', async () => {
    const { port } = await forward(shared.bed, 'search', 80);
    expect([...(await share(port, 30)).values()]).toEqual([10, 10, 10]);
  });

  test('reaches the Pod that a slice kept by hand points at', async () => {
    const { port } = await forward(shared.bed, 'pinned', 5432);
    const socket = connect(port, '127.0.0.1');
    socket.write('ahoy');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('ahoy');
    socket.destroy();
  });

  test('says which Pod refused which port, and stays', async () => {
    const { port, view } = await forward(shared.bed, 'admin', 6060);
    await expect(ask(port, get('/'))).rejects.toThrow();
    await shared.bed.waitFor('the failure', () => view().lastFailure?.code === 'pod-refused');
    expect(view().lastFailure?.params).toMatchObject({ port: 6060 });
    expect(view().state.state).toBe('listening');
  });

  test.each([
    ['payments', 80, 'forward-external'],
    ['nothing-here', 80, 'service-gone'],
    ['web', 81, 'service-without-port'],
  ])('of %s:%d is refused as %s', async (name, port, code) => {
    await expect(forward(shared.bed, name, port)).rejects.toMatchObject({ failure: { code } });
    expect(core?.forwards.views.items.size).toBe(0);
  });

  test('takes the next port where the wanted one is taken, and names who asks for one that another forward has', async () => {
    const blocker = createServer().listen(8080, '127.0.0.1');
    await Promise.race([once(blocker, 'listening'), once(blocker, 'error')]);
    const { port } = await forward(shared.bed, 'web', 80);
    expect(port).toBeGreaterThan(8080);
    const [context = ''] = core?.clusters.contexts.items.keys() ?? [];
    const second = core?.forwards.start({ context, namespace: 'shop', name: 'api', port: 80, localPort: port });
    await expect(second).rejects.toMatchObject({
      failure: { code: 'port-forwarded', params: { service: 'shop/web' } },
    });
    const third = core?.forwards.start({
      context,
      namespace: 'shop',
      name: 'api',
      port: 80,
      localPort: (blocker.address() as AddressInfo | null)?.port ?? 8080,
    });
    await expect(third).rejects.toMatchObject({ failure: { code: 'port-in-use' } });
    blocker.close();
  });
});

describe.skipIf(noCluster)('a forward in trouble', () => {
  const own = useOwnBed({}, (bed) => applySamples(bed));

  test('loses no new connection when a Pod is killed', async () => {
    const { bed } = own;
    const { port, view } = await forward(bed, 'web', 80);
    const [victim = ''] = (await share(port, 9)).keys();
    const answers = share(port, 200, 4);
    await bed.kubectl(['-n', 'shop', 'delete', 'pod', victim, '--grace-period=0', '--force', '--wait=false']);
    await answers;
    await bed.waitForEndpoints('shop', 'web', { ready: 3 });
    await bed.waitFor('the new Pod', () => view().endpoints.filter(({ state }) => state === 'ready').length === 3);
    expect((await share(port, 30)).has(victim)).toBe(false);
    expect(view().connections.failed).toBe(0);
  });

  test('holds connections while the API server is away, and answers them when it is back', async () => {
    const { bed } = own;
    const { port, view } = await forward(bed, 'web', 80);
    await podBehind(port);
    await bed.api.stop();
    await bed.waitFor('the trouble', () => view().state.state === 'holding');
    const held = podBehind(port);
    await bed.api.start();
    expect(await held).toMatch(/^web-/);
    await bed.waitFor('all well', () => view().state.state === 'listening');
    expect([...(await share(port, 30)).values()]).toEqual([10, 10, 10]);
  });
});
