import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FaultProxy } from '../../electron/core/testing/fault-proxy.ts';
import { serverFrame } from '../../electron/core/testing/spdy-frames.ts';
import { noCluster } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { closeCore, forward, podBehind, share, type Forwarded } from './forwarding.ts';
import { testClusters } from './test-cluster.ts';

const LEGACY = 'v4.channel.k8s.io';

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { server: string; 'certificate-authority-data': string } }];
}

describe.skipIf(noCluster).each(testClusters)('a forward to %s, with trouble on the way', (_, use) => {
  const held = use();
  let proxy: FaultProxy;
  let kubeconfig: string;
  let web: Forwarded;
  let open: Socket[];

  beforeAll(async () => {
    const direct = await held.cluster.byToken();
    const config = parse(await readFile(direct, 'utf8')) as Kubeconfig; // the cluster's own
    const [{ cluster }] = config.clusters;
    const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString();
    proxy = await FaultProxy.start({ url: cluster.server, ca });
    Object.assign(cluster, {
      server: proxy.url,
      'certificate-authority-data': Buffer.from(proxy.ca).toString('base64'),
    });
    kubeconfig = direct.replace(/\.yaml$/, '-by-proxy.yaml');
    await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  });
  afterAll(() => proxy.close());
  beforeEach(async () => {
    open = [];
    proxy.refuse = () => undefined;
    proxy.hold = Promise.resolve();
    proxy.asked.length = 0;
    web = await forward({ kubeconfig }, 'web', 80);
  });
  afterEach(async () => {
    for (const socket of open) socket.destroy();
    await closeCore();
  });

  /** A connection that was answered and stays. */
  async function steady(): Promise<Socket> {
    const socket = connect(web.port, '127.0.0.1');
    open.push(socket);
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
    await once(socket, 'data');
    return socket;
  }

  /** Once rejects where a socket breaks, which it may. */
  function ended(socket: Socket): Promise<unknown> {
    return new Promise((resolve) => socket.once('close', resolve));
  }

  /** All is well again: every Pod answers, and nothing is left of what was. */
  async function isWell(): Promise<void> {
    expect((await share(web.port, 30)).size).toBe(3);
    await waitFor('the connections to end', () => web.view().connections.waiting === 0);
  }

  test.each<[what: string, harm: () => void]>([
    ['a cut in the middle of a frame', () => proxy.cutAfter(3)],
    ['garbage', () => proxy.say(Buffer.alloc(64, 0xff))],
    ['a cut of everything', () => proxy.cut()],
  ])('outlives %s', async (_what, harm) => {
    await isWell();
    const one = await steady();
    const over = ended(one);
    harm();
    one.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
    await over;
    await isWell();
  });

  test('lets connections go on after a GOAWAY, and opens others elsewhere', async () => {
    const one = connect(web.port, '127.0.0.1');
    open.push(one);
    one.write('GET / HTTP/1.1\r\n');
    await waitFor('the connection', () => web.view().connections.live === 1);
    const dials = proxy.asked.length;
    proxy.say(serverFrame.goAway());
    one.write('Host: web\r\n\r\n');
    const [answer] = (await once(one, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
    await isWell();
    expect(proxy.asked.length).toBeGreaterThan(dials);
  });

  test('outlives a storm of resets, of streams and of clients', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => steady()));
    for (let id = 3; id < 200; id += 4) proxy.say(serverFrame.reset(id, 3));
    await waitFor('the resets', () => sockets.every(({ destroyed }) => destroyed));
    const again = await Promise.all(Array.from({ length: 50 }, () => steady()));
    for (const socket of again) socket.resetAndDestroy();
    await isWell();
    await waitFor('the end of all', () => web.view().connections.live === 0);
  });

  test('serves others while a server takes nothing of a client', async () => {
    const greedy = await steady();
    const relent = proxy.starve(1024 * 1024);
    greedy.write(Buffer.alloc(32 * 1024 * 1024));
    await isWell();
    expect(greedy.writableLength).toBeGreaterThan(0);
    relent();
  });

  test('leaves a line that is dead without an end, for one that is not', async () => {
    await isWell();
    proxy.freeze();
    expect(await podBehind(web.port)).toMatch(/^web-/);
    await isWell();
  });

  test('waits for a dial that takes long', async () => {
    let admit = (): void => undefined;
    proxy.hold = new Promise((resolve) => (admit = resolve));
    const asked = share(web.port, 10);
    await waitFor('the dial', () => proxy.asked.length > 0);
    admit();
    await asked;
    expect(web.view().connections.failed).toBe(0);
  });

  test('takes a WebSocket for each connection where SPDY is refused in every form', async () => {
    proxy.refuse = (upgrade) => (upgrade === LEGACY ? undefined : { status: 400, body: 'no such upgrade' });
    await isWell();
    await waitFor('the view to say how it got through', () => web.view().protocol !== undefined);
    expect(web.view().protocol).toMatchObject({ name: 'legacy', reason: { code: 'server-error' } });
    expect(proxy.asked.filter((upgrade) => upgrade !== LEGACY).length).toBeLessThan(10);
    const one = await steady();
    const over = ended(one);
    proxy.cut();
    await over;
    await isWell();
  });

  // Last, for it leaves the cluster with Pods that are on their way out.
  test('spreads over 1,000 endpoints, and goes on when all but three go', { timeout: 240_000 }, async () => {
    const ready = (): number => web.view().endpoints.filter(({ state }) => state === 'ready').length;
    const scale = async (to: number): Promise<void> => {
      await held.cluster.kubectl(['scale', 'deployment/web', '-n', 'shop', `--replicas=${to}`]);
      await waitFor(`${to} endpoints`, () => ready() === to, { timeout: 100_000, every: 100 });
    };
    await scale(1000);
    // By random choices some get two, and few more than that.
    const spread = await share(web.port, 300);
    expect(spread.size).toBeGreaterThan(200);
    expect(Math.max(...spread.values())).toBeLessThan(6);
    await scale(3);
    await isWell();
    expect(web.view().connections.failed).toBe(0);
  });
});
