import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kubeconfigFiles, loadKubeconfig } from './kubeconfig.ts';
import type { Kubeconfig, KubeconfigFiles, KubeconfigPlace } from './kubeconfig.ts';

describe('kubeconfigFiles', () => {
  const home = '/data/ann';

  test.each<[string, KubeconfigPlace, KubeconfigFiles]>([
    ['~/.kube/config by default', { env: {}, home }, { merged: ['/data/ann/.kube/config'], chosen: [] }],
    [
      'each file of KUBECONFIG once',
      { env: { KUBECONFIG: ['/a', '', '/b', '/a'].join(delimiter) }, home },
      { merged: ['/a', '/b'], chosen: [] },
    ],
    [
      'the default where KUBECONFIG names none',
      { env: { KUBECONFIG: '' }, home },
      { merged: ['/data/ann/.kube/config'], chosen: [] },
    ],
    [
      'chosen files beside them',
      { env: { KUBECONFIG: '/a' }, home, chosen: ['/c', '/a', '/c'] },
      { merged: ['/a'], chosen: ['/c'] },
    ],
    [
      '--kubeconfig alone',
      { env: { KUBECONFIG: '/a' }, home, chosen: ['/c'], explicit: '/d' },
      { merged: ['/d'], chosen: [] },
    ],
  ])('gives %s', (_what, place, files) => {
    expect(kubeconfigFiles(place)).toEqual(files);
  });
});

describe('loadKubeconfig', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'portolan-kubeconfig-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function write(name: string, content: string): Promise<string> {
    const path = join(dir, name);
    await writeFile(path, content);
    return path;
  }

  const load = (...merged: readonly string[]): Promise<Kubeconfig> => loadKubeconfig({ merged, chosen: [] });

  const dev = `
current-context: dev
clusters: [{name: dev, cluster: {server: "https://dev:6443/"}}]
users: [{name: ann, user: {token: t-first}}]
contexts: [{name: dev, context: {cluster: dev, user: ann, namespace: shop}}]`;

  test('lists each context with its cluster and user', async () => {
    const path = await write('config', dev);
    expect(await load(path)).toEqual({
      files: [path],
      failures: [],
      current: 'dev',
      contexts: [
        {
          key: 'dev',
          name: 'dev',
          clusterName: 'dev',
          userName: 'ann',
          namespace: 'shop',
          file: path,
          credential: 'token',
          current: true,
          cluster: { server: 'https://dev:6443' },
          user: { token: 't-first' },
        },
      ],
    });
  });

  test('lets the first file win for each name and for current-context, whole entries at a time', async () => {
    const first = await write('first', 'current-context: prod\nusers: [{name: ann, user: {username: ann}}]');
    const second = await write('second', dev);
    const third = await write(
      'third',
      'clusters: [{name: dev, cluster: {server: https://other}}]\ncontexts: [{name: prod, context: {cluster: dev}}, {name: dev, context: {cluster: other}}]',
    );
    const { contexts, current } = await load(first, second, third);
    expect(current).toBe('prod');
    expect(contexts.map(({ name, file, cluster, user }) => ({ name, file, server: cluster.server, user }))).toEqual([
      { name: 'dev', file: second, server: 'https://dev:6443', user: { username: 'ann' } },
      { name: 'prod', file: third, server: 'https://dev:6443', user: {} },
    ]);
  });

  test('counts the other files when one is broken', async () => {
    const broken = await write('broken', 'clusters: [');
    const { contexts, failures } = await load(broken, await write('config', dev));
    expect(contexts.map(({ name }) => name)).toEqual(['dev']);
    expect(failures).toMatchObject([{ code: 'kubeconfig-invalid', params: { file: broken } }]);
  });

  test('skips missing files, unless all are', async () => {
    const missing = join(dir, 'missing');
    expect((await load(missing, await write('config', dev))).failures).toEqual([]);
    expect(await load(missing, join(missing, 'deeper'))).toEqual({
      files: [],
      contexts: [],
      failures: [{ code: 'kubeconfig-missing', params: { searched: `${missing}, ${join(missing, 'deeper')}` } }],
    });
  });

  test('says that a file is empty', async () => {
    const path = await write('config', '');
    expect((await load(path)).failures).toEqual([{ code: 'kubeconfig-empty', params: { file: path } }]);
  });

  test('says that a file has no contexts, if no other file has any', async () => {
    const path = await write('config', 'contexts: []');
    expect((await load(path)).failures).toEqual([{ code: 'no-contexts', params: { file: path } }]);
    expect((await load(path, await write('other', dev))).failures).toEqual([]);
  });

  test('says that what it finds cannot be read', async () => {
    expect((await load(dir)).failures).toEqual([
      { code: 'kubeconfig-unreadable', params: { file: dir, detail: 'EISDIR' } },
    ]);
  });

  test.each<[string, string, object]>([
    [
      'names no known cluster',
      'context: {cluster: nowhere, user: ann}',
      { code: 'context-without-cluster', params: { context: 'odd', cluster: 'nowhere' } },
    ],
    [
      'names no known user',
      'context: {cluster: dev, user: nobody}',
      { code: 'context-without-user', params: { context: 'odd', user: 'nobody' } },
    ],
    [
      'has a cluster without a server',
      'context: {cluster: bare, user: ann}',
      { code: 'kubeconfig-invalid', params: { detail: 'the server of the cluster bare' } },
    ],
    [
      'signs in by a provider of the past',
      'context: {cluster: dev, user: old}',
      { code: 'auth-provider-unsupported', params: { context: 'odd', provider: 'gcp' } },
    ],
    [
      'has a plugin of the past',
      'context: {cluster: dev, user: alpha}',
      { code: 'kubeconfig-invalid', params: { detail: 'the exec apiVersion of the user alpha' } },
    ],
  ])('keeps a context that %s, with the reason', async (_what, context, failure) => {
    const path = await write(
      'config',
      `
clusters: [{name: dev, cluster: {server: https://dev}}, {name: bare}]
users:
- {name: ann}
- {name: old, user: {auth-provider: {name: gcp}}}
- {name: alpha, user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}}
contexts: [{name: good, context: {cluster: dev, user: ann}}, {name: odd, ${context}}]`,
    );
    const { contexts, failures } = await load(path);
    expect(failures).toEqual([]);
    expect(contexts.map(({ name, failure: why }) => [name, why])).toEqual([
      ['good', undefined],
      [
        'odd',
        expect.objectContaining({
          ...failure,
          params: expect.objectContaining((failure as { params: object }).params) as unknown,
        }),
      ],
    ]);
  });

  test('makes keys that need no escaping in a URL and tells contexts apart that look alike there', async () => {
    const contexts = ['arn:aws:eks:eu-1:7:cluster/a', 'arn:aws:eks:eu-1:7:cluster a', 'ann@prod'];
    const path = await write('config', `contexts: ${JSON.stringify(contexts.map((name) => ({ name, context: {} })))}`);
    const keys = (await load(path)).contexts.map(({ key }) => key);
    expect(keys).toEqual([
      'arn:aws:eks:eu-1:7:cluster-a',
      expect.stringMatching(/^arn:aws:eks:eu-1:7:cluster-a~[0-9a-f]{4}$/),
      'ann@prod',
    ]);
  });

  test('keeps a chosen file apart: its contexts have names and clusters of their own', async () => {
    const chosen = await write('chosen', dev.replace('https://dev:6443/', 'https://home:6443'));
    const config = await loadKubeconfig({ merged: [await write('config', dev)], chosen: [chosen] });
    expect(config.contexts.map(({ name, current, cluster }) => [name, current, cluster.server])).toEqual([
      ['dev', true, 'https://dev:6443'],
      ['dev', false, 'https://home:6443'],
    ]);
    expect(new Set(config.contexts.map(({ key }) => key)).size).toBe(2);
  });

  test.each([
    ['{server: "dev:8080"}', '{}', 'http://dev:8080'],
    ['{server: dev, insecure-skip-tls-verify: true}', '{}', 'https://dev'],
    ['{server: "10.0.0.1:6443", certificate-authority: ca.crt}', '{}', 'https://10.0.0.1:6443'],
    ['{server: dev}', '{client-certificate-data: eA==}', 'https://dev'],
  ])('takes the scheme of %s from what it says of TLS', async (cluster, user, server) => {
    const path = await write(
      'config',
      `{clusters: [{name: c, cluster: ${cluster}}], users: [{name: u, user: ${user}}], contexts: [{name: x, context: {cluster: c, user: u}}]}`,
    );
    expect((await load(path)).contexts[0]?.cluster.server).toBe(server);
  });

  test.each([
    ['{client-certificate: c, client-key: k, token: t}', 'certificate'],
    ['{tokenFile: f, token: t}', 'token-file'],
    ['{token: t}', 'token'],
    ['{username: u, password: p}', 'basic'],
    ['{auth-provider: {name: oidc}}', 'oidc'],
    ['{exec: {command: x, apiVersion: client.authentication.k8s.io/v1}}', 'exec'],
    ['{}', 'none'],
  ])('calls the credential of %s %s', async (user, credential) => {
    const path = await write(
      'config',
      `{users: [{name: u, user: ${user}}], contexts: [{name: x, context: {user: u}}]}`,
    );
    expect((await load(path)).contexts[0]?.credential).toBe(credential);
  });
});
