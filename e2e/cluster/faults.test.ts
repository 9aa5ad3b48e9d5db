import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connectBed } from './bed.ts';
import { namespaceOf, pod } from './samples/builders.ts';
import { kubectlForward } from './port-forward.ts';
import { noCluster, useOwnBed } from './vitest-bed.ts';

const run = promisify(execFile);

describe.skipIf(noCluster)('a bed of its own', () => {
  const own = useOwnBed({ watchCache: false }, async (bed) => {
    await bed.apply([namespaceOf('own'), pod(['own', 'web'], {})]);
    await bed.waitForPods('own', 1);
  });

  test('answers 410 for what was compacted', async () => {
    const { bed } = own;
    const { metadata } = await bed.rest.get('/api/v1/namespaces?limit=1');
    await bed.apply([namespaceOf('later')]);
    await bed.compact();
    const path = `/api/v1/namespaces?limit=1&continue=${encodeURIComponent(String(metadata['continue']))}`;
    await expect(bed.rest.get(path)).rejects.toMatchObject({ status: 410, reason: 'Expired' });
  });

  test('keeps its objects and its port over a crash of the API server', async () => {
    const { bed } = own;
    await bed.api.stop();
    await expect(bed.rest.get('/api/v1/namespaces/own')).rejects.toThrow(/ECONNREFUSED/);
    await bed.api.start();
    expect((await bed.rest.get('/api/v1/namespaces/own')).metadata.name).toBe('own');
    await bed.waitForPods('own', 1);
  });

  test('is stopped and started from another connection, and its tunnels are cut', async () => {
    await using other = await connectBed(own.bed.dir);
    // Through a WebSocket kubectl takes ten seconds to see it: the API server leaves that open when the kubelet has gone.
    const env = { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' };
    await using forward = await kubectlForward(other, ['own', 'pod/web'], { port: 8080, env });
    const answer = await fetch(`http://127.0.0.1:${forward.port}/drip?n=1000&ms=20`);
    await other.kubelet.stop();
    await expect(answer.text()).rejects.toThrow();
    await other.kubelet.start();
    await using again = await kubectlForward(other, ['own', 'pod/web'], { port: 8080 });
    expect(await (await fetch(`http://127.0.0.1:${again.port}/`)).json()).toMatchObject({ pod: 'web' });
  });
});

describe.skipIf(noCluster)('the cluster command', () => {
  test('leaves no process behind when it is killed', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('cli.ts', import.meta.url)), '--empty'], {
      stdio: 'pipe',
    });
    const text = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
      child.stderr.once('data', (chunk: Buffer) => reject(new Error(chunk.toString('utf8'))));
    });
    const dir = / in (\/.*)$/m.exec(text)?.[1] ?? 'no folder was printed';
    expect(await processesIn(dir)).toHaveLength(6);
    child.kill('SIGKILL');
    const begun = performance.now();
    while ((await processesIn(dir)).length > 0) expect(performance.now() - begun).toBeLessThan(5000);
  });
});

async function processesIn(dir: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'args='], { maxBuffer: 1 << 24 });
  return stdout.split('\n').filter((line) => line.includes(dir));
}
