import { expect, test } from 'vitest';
import { answers, useSandbox } from '../testing/api-sandbox.ts';
import { contextOf } from '../testing/context-samples.ts';
import { parseKubeProxy, readKubeProxy } from './kube-proxy.ts';

const sandbox = useSandbox();
const config = (rest = ''): string =>
  `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${rest}`;

test.each([
  [config('mode: nftables\n'), { mode: 'nftables' }],
  [config('mode: ""\n'), { mode: 'iptables' }],
  [config(), { mode: 'iptables' }],
  [config('mode: ipvs\nipvs:\n  scheduler: lc\n'), { mode: 'ipvs', scheduler: 'lc' }],
  [config('mode: ipvs\nipvs:\n  scheduler: ""\n'), { mode: 'ipvs', scheduler: 'rr' }],
  [config('mode: ipvs\n'), { mode: 'ipvs', scheduler: 'rr' }],
  [config('mode: iptables\nipvs:\n  scheduler: lc\n'), { mode: 'iptables' }],
  ['kind: Something\nmode: ipvs\n', undefined],
  ['a: [', undefined],
  ['', undefined],
])('%j says %j', async (text, found) => {
  expect(parseKubeProxy(text)).toEqual(found);
});

const status = (code: number, reason: string) => ({ kind: 'Status', status: 'Failure', code, reason, message: reason });

test('is read where kubeadm keeps it, and else where EKS does', async () => {
  const asked: string[] = [];
  const server = await sandbox.serve((request, response) => {
    asked.push(request.url ?? '');
    if (!request.url?.endsWith('kube-proxy-config')) answers(status(404, 'NotFound'), 404)(request, response);
    else answers({ data: { config: config('mode: ipvs\n') } })(request, response);
  });
  const api = sandbox.open(contextOf({ server: server.url }));
  expect(await readKubeProxy(api, new AbortController().signal)).toEqual({ mode: 'ipvs', scheduler: 'rr' });
  expect(asked.map((path) => path.split('/').at(-1))).toEqual(['kube-proxy', 'kube-proxy-config']);
});

test('who may not read it knows nothing', async () => {
  const server = await sandbox.serve(answers(status(403, 'Forbidden'), 403));
  expect(
    await readKubeProxy(sandbox.open(contextOf({ server: server.url })), new AbortController().signal),
  ).toBeUndefined();
});

test('a server that fails is no answer', async () => {
  const server = await sandbox.serve(answers(status(500, 'InternalError'), 500));
  await expect(
    readKubeProxy(sandbox.open(contextOf({ server: server.url })), new AbortController().signal),
  ).rejects.toThrow();
});
