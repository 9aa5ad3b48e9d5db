import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pod, namespaceOf } from './samples/builders.ts';
import { kubectlForward } from './port-forward.ts';
import { sampleServices } from './samples.ts';
import { noCluster, useBed } from './vitest-bed.ts';

interface Answer {
  readonly pod: string;
  readonly namespace: string;
  readonly port: number;
}

describe.skipIf(noCluster)('the shared bed', () => {
  const shared = useBed();

  test('holds every sample Service', async () => {
    const services = await shared.bed.rest.list('/api/v1/services');
    const names = services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(names.filter((name) => name !== 'default/kubernetes').toSorted()).toEqual(
      Object.keys(sampleServices).toSorted(),
    );
  });

  test('forwards to the pod that is asked for', async () => {
    await using forward = await kubectlForward(shared.bed, ['shop', 'pod/db-1'], { port: 5432 });
    expect(await exchange(forward.port, 'hello')).toBe('hello');
    const name =
      (await shared.bed.kubectl(['-n', 'shop', 'get', 'pods', '-l', 'app=web', '-o', 'name'])).split('\n')[0] ?? '';
    await using web = await kubectlForward(shared.bed, ['shop', name], { port: 8080 });
    expect(await get(web.port)).toMatchObject({ pod: name.replace('pod/', ''), namespace: 'shop', port: 8080 });
  });

  test('reaches both ports of a named target port', async () => {
    const names = (await shared.bed.kubectl(['-n', 'shop', 'get', 'pods', '-l', 'part=search', '-o', 'name']))
      .trim()
      .split('\n');
    const ports = await Promise.all(
      names.map(async (name) => {
        const port = name.includes('search-new') ? 9000 : 8080;
        await using forward = await kubectlForward(shared.bed, ['shop', name], { port });
        return (await get(forward.port)).port;
      }),
    );
    expect(ports.toSorted()).toEqual([8080, 8080, 9000]);
  });

  test('refuses a port that nothing listens on, in the words of containerd', async () => {
    await using forward = await kubectlForward(shared.bed, ['shop', 'deployment/admin'], { port: 6060 });
    await expect(get(forward.port)).rejects.toThrow();
    await shared.bed.waitFor('the error', () => forward.stderr().includes('error forwarding'));
    expect(forward.stderr()).toMatch(
      /error forwarding port 6060 to pod [0-9a-f]{64}, uid : failed to execute portforward in network namespace .*: failed to connect to localhost:6060 inside namespace \\?"[0-9a-f]{64}\\?", IPv4: dial tcp4 127\.0\.0\.1:6060: connect: connection refused/,
    );
  });

  test('cuts a half-closed connection after one second', async () => {
    await using forward = await kubectlForward(shared.bed, ['shop', 'deployment/web'], { port: 8080 });
    const begun = performance.now();
    const answer = await exchange(forward.port, 'GET /slow?ms=3000 HTTP/1.1\r\nHost: web\r\n\r\n');
    expect(answer).toBe('');
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(performance.now() - begun).toBeLessThan(2500);
  });

  test('cuts the open streams of a pod that is deleted', async () => {
    const { bed } = shared;
    await bed.apply([namespaceOf('bed-test'), pod(['bed-test', 'mayfly'], {})]);
    try {
      await bed.waitForPods('bed-test', 1);
      await using forward = await kubectlForward(bed, ['bed-test', 'pod/mayfly'], { port: 8080 });
      const answer = await fetch(`http://127.0.0.1:${forward.port}/drip?n=1000&ms=20`);
      const reader = answer.body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await bed.kubectl(['-n', 'bed-test', 'delete', 'pod', 'mayfly', '--wait=false']);
      const begun = performance.now();
      const end = async (): Promise<void> => {
        while (!(await reader?.read())?.done);
      };
      await expect(end()).rejects.toThrow();
      expect(performance.now() - begun).toBeLessThan(2000);
    } finally {
      await bed.kubectl(['delete', 'namespace', 'bed-test', '--wait=false']);
    }
  });

  test('lets a test stand its own server behind a port', async () => {
    const { bed } = shared;
    const { createServer } = await import('node:http');
    const server = createServer((_, response) => response.end(JSON.stringify({ pod: 'mine' })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const name =
      (await bed.kubectl(['-n', 'game-prod', 'get', 'pods', '-l', 'app=rank', '-o', 'name'])).split('\n')[0] ?? '';
    const key = name.replace('pod/', 'game-prod/');
    await using forward = await kubectlForward(bed, ['game-prod', name], { port: 50051 });
    expect(await get(forward.port)).not.toMatchObject({ pod: 'mine' });
    await bed.backends.set(key, 50051, `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    expect(await get(forward.port)).toMatchObject({ pod: 'mine' });
    await bed.backends.reset(key);
    expect(await get(forward.port)).not.toMatchObject({ pod: 'mine' });
    server.close();
  });

  test('runs commands and shows logs', async () => {
    expect(await shared.bed.kubectl(['-n', 'shop', 'exec', 'deployment/web', '--', 'echo', 'hi'])).toBe('hi\n');
    expect(await shared.bed.kubectl(['-n', 'shop', 'logs', 'deployment/web', '--tail=1'])).toBe('GET / 200\n');
  });
});

async function get(port: number): Promise<Answer> {
  // A connection for each request: a kept one would stay with the backend it has.
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return (await answer.json()) as Answer; // backend.go's
}

/** Sends, half-closes, and gives all that comes until the other side ends. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.once('error', reject);
    socket.once('end', () => resolve(received));
  });
}
