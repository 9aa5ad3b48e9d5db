import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogOptions, PodRef } from '../kubelet.ts';
import { deployment, service } from '../sample/builders.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';
import { failProbe } from '../trouble.ts';

const PORTS = [
  { name: 'http', containerPort: 8080 },
  { name: 'mysql', containerPort: 3306 },
];
let demo: DemoSandbox;
let pods: readonly PodRef[];

beforeEach(async () => {
  demo = new DemoSandbox();
  demo.apply(...testCluster(['shop']));
  demo.apply(deployment(['shop', 'web'], { replicas: 2, ports: PORTS }));
  demo.apply(service(['shop', 'web'], { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] }));
  await demo.pass(10_000);
  const byNode = [...demo.pods()].sort((a, b) => ((a.spec.nodeName ?? '') < (b.spec.nodeName ?? '') ? -1 : 1));
  pods = byNode.map(({ metadata: { name } }) => ({ namespace: 'shop', name }));
});
afterEach(() => demo.close());

function first(): PodRef {
  const [pod] = pods;
  if (!pod) throw new Error('no pod');
  return pod;
}

/** Over Node's own HTTP client, through the connection that the kubelet gives. */
async function get(
  path: string,
  { pod = first(), accept = '*/*' }: { readonly pod?: PodRef; readonly accept?: string } = {},
): Promise<{ readonly status: number | undefined; readonly type: string | undefined; readonly body: string }> {
  const connection = await demo.kubelet.connect(pod, 8080);
  const agent = Object.assign(new Agent(), { createConnection: () => connection });
  const sent = request({ path, agent, headers: { accept } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await text(response);
  return { status: response.statusCode, type: response.headers['content-type'], body };
}

function logs(options: LogOptions = {}): Promise<string> {
  return text(demo.kubelet.logs(first(), options));
}

describe('an HTTP port', () => {
  it('answers curl with one line that names the pod and where it is', async () => {
    const { name } = first();
    const zone = demo.get('Pod', 'shop', name).metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
    const { body } = await get('/');
    expect(body).toBe(`${name} on ${demo.get('Pod', 'shop', name).spec.nodeName ?? ''} (${zone})\n`);
  });

  it('answers a browser with a page that tells of the pod, in its colour, without anything from outside', async () => {
    const { status, type, body } = await get('/', { accept: 'text/html,*/*' });
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    for (const fact of [first().name, 'node-1', 'zone-a', '<dd>web</dd>', '10.64.1.1:8080'])
      expect(body).toContain(fact);
    expect(body).toContain('prefers-color-scheme:dark');
    expect(body).not.toMatch(/<script|src=|@import|https?:(?!\/\/www.w3.org\/2000\/svg)/);
    const colours = pods.map(
      async (pod) => /<html[^>]*--h:(\d+)/.exec((await get('/', { pod, accept: 'text/html' })).body)?.[1],
    );
    expect(new Set(await Promise.all(colours)).size).toBe(2);
  });

  it('counts its answers, and shows which pods of the workload answered last', async () => {
    const [one = first(), other = first()] = pods;
    for (const pod of [one, other, one]) await get('/', { pod });
    const { body } = await get('/', { pod: one, accept: 'text/html' });
    expect(body).toContain('<strong>3</strong> requests answered by this pod');
    const row = [...body.matchAll(/<li[^>]*>(\w+)<\/li>/g)].map(([, name]) => name);
    const [a, b] = [one.name.slice(-5), other.name.slice(-5)];
    expect(row).toEqual([a, a, b, a]);
  });

  it('ends the connection after each answer, so that the next load may lead to another pod', async () => {
    const connection = await demo.kubelet.connect(first(), 8080);
    connection.write('GET / HTTP/1.1\r\nHost: pod\r\n\r\n');
    expect((await text(connection)).toLowerCase()).toContain('connection: close');
  });

  it('answers a client that has ended its half', async () => {
    const connection = await demo.kubelet.connect(first(), 8080);
    connection.end('GET / HTTP/1.1\r\nHost: pod\r\n\r\n');
    expect(await text(connection)).toContain('200 OK');
  });

  it('says how it is, and knows no other path', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await get('/nothing')).toMatchObject({ status: 404 });
    failProbe(demo.registry, { kind: 'Pod', ...first() });
    expect(await get('/healthz')).toMatchObject({ status: 503 });
  });

  it.each([
    ['nonsense', '\x16\x03\x01\x02\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    [
      'an upload',
      `POST / HTTP/1.1\r\nHost: pod\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(100_000)}`,
      'HTTP/1.1 200 OK',
    ],
    [
      'a wish for a WebSocket',
      'GET / HTTP/1.1\r\nHost: pod\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'HTTP/1.1 200 OK',
    ],
    ['a path that is none', 'GET // HTTP/1.1\r\nHost: pod\r\n\r\n', 'HTTP/1.1 404 Not Found'],
  ])('answers %s', async (_what, sent, status) => {
    const connection = await demo.kubelet.connect(first(), 8080);
    connection.write(sent);
    expect((await text(connection)).split('\r\n')[0]).toBe(status);
  });

  it('escapes what a page is told', async () => {
    const { page } = await import('./page.ts');
    const facts = { namespace: '', ip: '', port: 1, node: '', zone: '', image: '<i>"&', services: [], isReady: true };
    expect(page({ ...facts, pod: 'p', served: 1, answers: [{ pod: 'p', hue: 1 }] })).toContain('&#60;i&#62;&#34;&#38;');
  });
});

describe('a port of another protocol', () => {
  it('greets with the name of its pod, says everything again and ends when the client does', async () => {
    const connection = await demo.kubelet.connect(first(), 3306);
    connection.end('hello');
    expect(await text(connection)).toBe(`${first().name} on node-1\nhello`);
  });

  it('carries more than fits into its buffers', async () => {
    const connection = await demo.kubelet.connect(first(), 3306);
    const sent = 'x'.repeat(3_000_000);
    connection.end(sent);
    expect((await text(connection)).length).toBe(sent.length + `${first().name} on node-1\n`.length);
  });
});

describe('connections', () => {
  it('are refused where nothing listens, in containerd’s words', async () => {
    await expect(demo.kubelet.connect(first(), 9_999)).rejects.toThrow(
      /^failed to execute portforward in network namespace ".*": failed to connect to localhost:9999 inside namespace ".*", IPv4: dial tcp4 127\.0\.0\.1:9999: connect: connection refused IPv6 dial tcp6 \[::1\]:9999: connect: connection refused$/,
    );
    await expect(demo.kubelet.connect({ namespace: 'shop', name: 'gone' }, 80)).rejects.toThrow('pod not found');
  });

  it('are cut when the pod is gone, and who waits for that hears it', async () => {
    const connection = (await demo.kubelet.connect(first(), 3306)).resume();
    let isGone = false;
    demo.kubelet.onGone(first(), () => (isGone = true));
    demo.registry.delete({ kind: 'Pod', ...first() });
    await demo.pass(300);
    expect([connection.destroyed, isGone]).toEqual([false, false]);
    const closed = once(connection, 'close');
    await demo.pass(3_000);
    await closed;
    expect(isGone).toBe(true);
  });

  it('tell the pod when the client is gone', async () => {
    const connection: Duplex = await demo.kubelet.connect(first(), 3306);
    connection.destroy();
    await once(connection, 'close');
    await expect(get('/')).resolves.toMatchObject({ status: 200 });
  });
});

describe('logs', () => {
  it('have a line of each start and each request', async () => {
    await get('/healthz');
    expect(await logs()).toBe(
      [
        `starting registry.example.com/shop/web:1.4.2 in ${first().name}`,
        'listening on :8080',
        'listening on :3306',
        '127.0.0.1 - - [21/Nov/2026:10:00:10 +0000] "GET /healthz HTTP/1.1" 200 3',
        '',
      ].join('\n'),
    );
  });

  it('can be cut down to the last lines, to the newest ones, and told with their times', async () => {
    await get('/');
    expect((await logs({ tailLines: 1 })).split('\n')).toHaveLength(2);
    expect((await logs({ sinceSeconds: 1 })).trimEnd()).toMatch(/^127.0.0.1 .* 200 \d+$/);
    expect(await logs({ tailLines: 1, timestamps: true })).toMatch(/^2026-11-21T10:00:10\.000000000Z 127/);
    expect(await logs({ tailLines: 0 })).toBe('');
  });

  it('go on while they are followed, until the pod is gone', async () => {
    const all = logs({ follow: true, tailLines: 0 });
    await get('/healthz');
    demo.registry.delete({ kind: 'Pod', ...first() }, { gracePeriodSeconds: 0 });
    expect(await all).toMatch(/^127.0.0.1 .*\n$/);
  });

  it('are those of the run before, when that is asked for', async () => {
    expect(() => demo.kubelet.logs(first(), { previous: true })).toThrow(
      `previous terminated container "web" in pod "${first().name}" not found`,
    );
    demo.apply(deployment(['shop', 'crash'], { env: { EXIT_AFTER: 1, EXIT_MESSAGE: 'panic: no' } }));
    await demo.pass(20_000);
    const [pod] = demo.pods('crash-');
    const ref = { namespace: 'shop', name: pod?.metadata.name ?? '' };
    expect(await text(demo.kubelet.logs(ref, { previous: true }))).toMatch(/panic: no\n$/);
  });

  it('are not there before the container was', () => {
    demo.apply(deployment(['shop', 'late'], { image: 'registry.invalid/x:1' }));
    const ref = { namespace: 'shop', name: demo.pods('late-')[0]?.metadata.name ?? 'late' };
    expect(() => demo.kubelet.logs(ref, { container: 'late' })).toThrow('is waiting to start: ContainerCreating');
  });
});
