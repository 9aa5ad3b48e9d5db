import { createHash } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { closeCore, coreOn, forward, share } from './forwarding.ts';

afterEach(closeCore);

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
    expect((await coreOn(shared.bed)).forwards.views.items.size).toBe(0);
  });

  test('takes the next port where the wanted one is taken, and names who asks for one that another forward has', async () => {
    const blocker = createServer().listen(8080, '127.0.0.1');
    await Promise.race([once(blocker, 'listening'), once(blocker, 'error')]);
    const { port } = await forward(shared.bed, 'web', 80);
    expect(port).toBeGreaterThan(8080);
    const core = await coreOn(shared.bed);
    const [context = ''] = core.clusters.contexts.items.keys();
    const second = core.forwards.start({ context, namespace: 'shop', name: 'api', port: 80, localPort: port });
    await expect(second).rejects.toMatchObject({
      failure: { code: 'port-forwarded', params: { service: 'shop/web' } },
    });
    const third = core.forwards.start({
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
