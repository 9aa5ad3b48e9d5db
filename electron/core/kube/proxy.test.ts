import { beforeAll, describe, expect, test } from 'vitest';
import { answers, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import type { Certificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { startHttpProxy, startSocksProxy } from '../testing/proxies.ts';
import type { Proxy } from '../testing/proxies.ts';
import { proxyFor, throughProxy } from './proxy.ts';

describe('proxyFor', () => {
  const P = 'http://proxy:3128';
  const way = (server: string, env: Record<string, string>): string | undefined =>
    proxyFor(server, undefined, env)?.href;

  test.each<[string, Record<string, string>, string | undefined]>([
    ['https://dev', { HTTPS_PROXY: P }, `${P}/`],
    ['https://dev', { https_proxy: P }, `${P}/`],
    ['https://dev', { HTTPS_PROXY: 'proxy:3128' }, `${P}/`],
    ['https://dev', { HTTP_PROXY: P }, undefined],
    ['http://dev', { HTTP_PROXY: P, HTTPS_PROXY: 'http://other' }, `${P}/`],
    ['https://dev', { ALL_PROXY: P }, `${P}/`],
    ['https://dev', { all_proxy: 'http://other', HTTPS_PROXY: P }, `${P}/`],
    ['https://dev', { HTTPS_PROXY: '' }, undefined],
    ['https://localhost:6443', { HTTPS_PROXY: P }, undefined],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: P }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: P }, undefined],
  ])('leads to %s with %j through %s', (server, env, proxy) => {
    expect(way(server, env)).toBe(proxy);
  });

  test.each<[string, string, boolean]>([
    ['*', 'https://dev', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://api.EXAMPLE.com', true],
    ['example.com', 'https://notexample.com', false],
    ['.example.com', 'https://api.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://api.example.com', true],
    ['a, example.com b', 'https://example.com', true],
    ['example.com:6443', 'https://example.com:6443', true],
    ['example.com:6443', 'https://example.com', false],
    ['example.com:443', 'https://example.com', true],
    ['10.0.0.1', 'https://10.0.0.1:6443', true],
    ['10.0.0.0/8', 'https://10.200.3.4', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/8', 'https://10.example', false],
    ['10.0.0.0/99', 'https://10.0.0.1', false],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['', 'https://dev', false],
  ])('with NO_PROXY=%s goes to %s directly: %s', (noProxy, server, direct) => {
    expect(way(server, { HTTPS_PROXY: P, NO_PROXY: noProxy }) === undefined).toBe(direct);
  });

  test('follows proxy-url wherever it leads, also to loopback', () => {
    expect(proxyFor('https://127.0.0.1', 'socks5://p:1080', { NO_PROXY: '*' })?.href).toBe('socks5://p:1080');
  });
});

describe('a connection through a proxy', () => {
  const sandbox = useSandbox();
  let authority: Certificate;
  let certificate: Certificate;
  beforeAll(async () => {
    authority = await makeAuthority();
    certificate = await makeCertificate(authority, 'api', { hosts: ['127.0.0.1', 'api.internal'] });
  });
  const ca = (): object => ({ 'certificate-authority-data': base64(authority.cert) });
  const httpProxy = async (options?: Parameters<typeof startHttpProxy>[0]): Promise<Proxy> =>
    sandbox.owns(await startHttpProxy(options));

  test('goes by CONNECT to a server with TLS, once for all requests', async () => {
    const kube = await sandbox.serve(answers({ ok: true }), certificate);
    const proxy = await httpProxy();
    const api = sandbox.open(
      contextOf({ server: kube.url, ...ca(), 'proxy-url': `http://127.0.0.1:${String(proxy.port)}` }),
    );
    // By IP address: Node would compare the certificate with the proxy's name.
    for (let i = 0; i < 3; i += 1) expect(await api.json(listServices)).toEqual({ ok: true });
    expect(proxy.asked).toEqual([`127.0.0.1:${String(kube.port)}`]);
  });

  test('goes to names that only the proxy knows', async () => {
    const kube = await sandbox.serve(answers({ ok: true }), certificate);
    const viaHttp = await httpProxy({ leadTo: kube.port });
    const viaSocks = sandbox.owns(await startSocksProxy(kube.port));
    for (const [scheme, proxy] of [
      ['http', viaHttp],
      ['socks5', viaSocks],
    ] as const) {
      const url = `${scheme}://127.0.0.1:${String(proxy.port)}`;
      const api = sandbox.open(contextOf({ server: 'https://api.internal:6443', ...ca(), 'proxy-url': url }));
      expect(await api.json(listServices)).toEqual({ ok: true });
      expect(proxy.asked).toEqual(['api.internal:6443']);
    }
  });

  test('asks a plain server by its whole address', async () => {
    const kube = await sandbox.serve(answers({ ok: true }));
    const proxy = await httpProxy();
    const api = sandbox.open(contextOf({ server: kube.url, 'proxy-url': `http://127.0.0.1:${String(proxy.port)}` }));
    expect(await api.json(listServices)).toEqual({ ok: true });
    expect(proxy.asked).toEqual([`127.0.0.1:${String(kube.port)}`]);
  });

  test('follows HTTPS_PROXY', async () => {
    const kube = await sandbox.serve(answers({ ok: true }), certificate);
    const proxy = await httpProxy({ leadTo: kube.port });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${String(proxy.port)}` };
    const api = sandbox.open(contextOf({ server: 'https://api.internal', ...ca() }), { env });
    expect(await api.json(listServices)).toEqual({ ok: true });
    expect(proxy.asked).toEqual(['api.internal:443']);
  });

  test('still checks whose certificate it is', async () => {
    const kube = await sandbox.serve(answers({ ok: true }), certificate);
    const proxy = await httpProxy({ leadTo: kube.port });
    const url = `http://127.0.0.1:${String(proxy.port)}`;
    const api = sandbox.open(contextOf({ server: 'https://other.internal', ...ca(), 'proxy-url': url }));
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'tls-hostname' });
  });

  test('signs in at the proxy', async () => {
    const kube = await sandbox.serve(answers({ ok: true }), certificate);
    const proxy = await httpProxy({ credentials: 'ann:s3cret' });
    const at = (user: string): string => `http://${user}127.0.0.1:${String(proxy.port)}`;
    const good = sandbox.open(contextOf({ server: kube.url, ...ca(), 'proxy-url': at('ann:s3cret@') }));
    expect(await good.json(listServices)).toEqual({ ok: true });
    const bad = sandbox.open(contextOf({ server: kube.url, ...ca(), 'proxy-url': at('ann:wr0ng@') }));
    expect(await failureOf(bad.json(listServices))).toEqual({
      code: 'proxy-failed',
      params: { server: kube.url, proxy: at(''), detail: '407' },
    });
  });

  test('says that the proxy does not lead there, with its own status', async () => {
    const proxy = await httpProxy({ status: 503 });
    const url = `http://127.0.0.1:${String(proxy.port)}`;
    const api = sandbox.open(contextOf({ server: 'https://api.internal', ...ca(), 'proxy-url': url }));
    expect(await failureOf(api.json(listServices))).toEqual({
      code: 'proxy-failed',
      params: { server: 'https://api.internal', proxy: url, detail: '503' },
    });
  });

  test.each(['http', 'https', 'socks5'])('says that there is no %s proxy', async (scheme) => {
    const proxy = await startHttpProxy();
    await proxy.close();
    const url = `${scheme}://127.0.0.1:${String(proxy.port)}`;
    const api = sandbox.open(contextOf({ server: 'https://api.internal', ...ca(), 'proxy-url': url }));
    expect(await failureOf(api.json(listServices))).toMatchObject({
      code: 'proxy-failed',
      params: { proxy: url, detail: 'connection refused' },
    });
  });

  test.each([
    ['ftp://proxy', 'ftp is not http, https or socks5'],
    ['http://[', 'its address is not a URL'],
  ])('does not try %s', async (url, detail) => {
    const api = sandbox.open(contextOf({ server: 'https://api.internal', 'proxy-url': url }));
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'proxy-failed', params: { detail } });
  });
});

test("a context shows the environment's way where its kubeconfig names none", () => {
  const env = { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'near.internal' };
  const way = (cluster: Parameters<typeof contextOf>[0]) => throughProxy(contextOf(cluster), env).cluster['proxy-url'];
  expect(way({ server: 'https://far.internal' })).toBe('http://proxy:3128');
  expect(way({ server: 'https://far.internal', 'proxy-url': 'http://own:1' })).toBe('http://own:1');
  expect(way({ server: 'https://near.internal' })).toBeUndefined();
  expect(way({ server: '' })).toBeUndefined();
});
