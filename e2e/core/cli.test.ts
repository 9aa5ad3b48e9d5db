import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { EndpointSlice, Service } from '../../electron/core/kube/objects.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { expectedServices } from './expected-services.ts';
import { portolan, startPortolan } from './portolan.ts';

describe.skipIf(noCluster)('portolan on the command line, against the real API server', () => {
  const shared = useBed();

  test('services -A -o json equals kubectl get svc,endpointslices -A -o json, field by field', async () => {
    const { kubeconfig } = shared.bed;
    const listed = JSON.parse(await shared.bed.kubectl(['get', 'svc,endpointslices', '-A', '-o', 'json'])) as {
      items: (Service | EndpointSlice)[];
    };
    const { stdout, stderr, code } = await portolan(['services', '-A', '-o', 'json', '--kubeconfig', kubeconfig]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });

    const byName = (a: { namespace: string; name: string }, b: { namespace: string; name: string }): number =>
      `${a.namespace}/${a.name}`.localeCompare(`${b.namespace}/${b.name}`, 'en');
    const expected = expectedServices(listed.items) as { namespace: string; name: string }[];
    const printed = JSON.parse(stdout) as { namespace: string; name: string; headless: boolean }[];
    const fields = printed.map(({ headless: _, ...row }) => row).toSorted(byName);
    expect(fields).toEqual(expected.toSorted(byName));
    expect(printed.length).toBeGreaterThan(30);
    expect(printed.filter(({ headless }) => headless).map(({ name }) => name)).toEqual(['db', 'not-ready-too']);
  });

  test('endpoints prints each endpoint once with its state, node and Pod', async () => {
    const { stdout } = await portolan([
      'endpoints',
      '-n',
      'shop',
      'both-families',
      '-o',
      'json',
      '--kubeconfig',
      shared.bed.kubeconfig,
    ]);
    const endpoints = JSON.parse(stdout) as { addresses: string[]; ready: boolean; target: { kind: string } }[];
    expect(endpoints).toHaveLength(3);
    for (const { addresses, ready, target } of endpoints) {
      expect(addresses).toHaveLength(2);
      expect({ ready, kind: target.kind }).toEqual({ ready: true, kind: 'Pod' });
    }
  });

  test('a user of one namespace lists it, and hears which right is missing elsewhere', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer', namespace: 'shop' });
    const own = await portolan(['services', '-o', 'json', '--kubeconfig', kubeconfig]);
    expect(own.code).toBe(0);
    expect((JSON.parse(own.stdout) as unknown[]).length).toBeGreaterThan(10);
    const other = await portolan(['services', '-n', 'game-prod', '--kubeconfig', kubeconfig]);
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/viewer may not list services in .*game-prod/);
  });

  test('--as and --as-group act as somebody else', async () => {
    const args = ['services', '-A', '--kubeconfig', shared.bed.kubeconfig, '--as', 'nobody', '--as-group', 'nothing'];
    const { code, stderr } = await portolan(args);
    expect(code).toBe(1);
    expect(stderr).toContain('nobody may not list services');
  });

  test('forward prints a line once each port listens, spreads connections evenly, and ends cleanly on SIGTERM', async () => {
    const forward = startPortolan(['forward', '-n', 'shop', 'svc/web', ':80', '--kubeconfig', shared.bed.kubeconfig]);
    const [, port] = await forward.printed(/localhost:(\d+) -> shop\/web:80/);
    const pods = new Map<string, number>();
    for (let n = 0; n < 30; n++) {
      const pod = await podBehind(Number(port));
      pods.set(pod, (pods.get(pod) ?? 0) + 1);
    }
    expect([...pods.values()]).toEqual([10, 10, 10]);
    forward.signal('SIGTERM');
    expect((await forward.ended).code).toBe(0);
  });

  test('forward --balance balances so, and an unknown name is refused with those there are', async () => {
    const { kubeconfig } = shared.bed;
    const args = ['forward', '-n', 'shop', 'svc/web', ':80', '--kubeconfig', kubeconfig, '--balance'];
    const forward = startPortolan([...args, 'first']);
    const [, port] = await forward.printed(/localhost:(\d+) -> shop\/web:80, 3 ready endpoints, first/);
    const pods = new Set<string>();
    for (let n = 0; n < 6; n++) pods.add(await podBehind(Number(port)));
    expect(pods.size).toBe(1);
    forward.signal('SIGTERM');
    expect((await forward.ended).code).toBe(0);
    const refused = await portolan([...args, 'rr']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/round-robin.*least-connections/);
  });

  test('forward --http balances the requests of one connection, with the Host chosen, and --log prints each', async () => {
    const { kubeconfig } = shared.bed;
    const args = ['forward', '-n', 'shop', 'svc/web', ':80', '--http', '--host', 'cluster', '--log'];
    const forward = startPortolan([...args, '--kubeconfig', kubeconfig]);
    const [, port] = await forward.printed(/localhost:(\d+) -> shop\/web:80/);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /one?token=hunter2 HTTP/1.1\r\nHost: x\r\n\r\nGET /status?code=404 HTTP/1.1\r\nHost: x\r\n\r\n');
    const [, first] = await forward.printed(/Z GET \/one\?token=\*\*\* 200 (web-\S+) \d+ ms \d+ B\n/);
    const [, second] = await forward.printed(/Z GET \/status\?code=\*\*\* 404 (web-\S+) \d+ ms 0 B\n/);
    expect(second).not.toBe(first);
    socket.destroy();
    forward.signal('SIGTERM');
    expect((await forward.ended).code).toBe(0);
    const refused = await portolan([...args, '--host', 'a b', '--kubeconfig', kubeconfig]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('a b is no host');
  });

  test('a local port that is taken is named, and nothing is moved silently', async () => {
    const first = startPortolan(['forward', '-n', 'shop', 'svc/web', ':80', '--kubeconfig', shared.bed.kubeconfig]);
    const [, port] = await first.printed(/localhost:(\d+) ->/);
    const second = await portolan([
      'forward',
      '-n',
      'shop',
      'svc/api',
      `${port ?? ''}:80`,
      '--kubeconfig',
      shared.bed.kubeconfig,
    ]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`Port ${port ?? ''} is used by`));
    first.signal('SIGINT');
    expect((await first.ended).code).toBe(0);
  });
});

/** The Pod that answers one new connection. */
function podBehind(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    );
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', reject).on('end', () => {
      const body = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
      resolve((JSON.parse(body) as { pod: string }).pod);
    });
  });
}
