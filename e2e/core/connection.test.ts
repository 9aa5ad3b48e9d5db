import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../shared/failure.ts';
import type { Failure } from '../../shared/failure.ts';
import { systemClock } from '../../electron/core/clock.ts';
import { ExecPlugins } from '../../electron/core/kube/exec-plugins.ts';
import { openApi } from '../../electron/core/kube/http.ts';
import type { ApiOptions } from '../../electron/core/kube/http.ts';
import type { KubeApi } from '../../electron/core/kube/api.ts';
import { loadKubeconfig } from '../../electron/core/kube/kubeconfig.ts';
import type { BedUser } from '../cluster/kubeconfigs.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';

describe.skipIf(noCluster)('a connection by kubeconfig', () => {
  const shared = useBed();
  const signal = new AbortController().signal;

  /** Opens the current context of a kubeconfig as the app does. */
  async function connect(kubeconfig: string, options: Partial<ApiOptions> = {}): Promise<KubeApi> {
    const { contexts, failures } = await loadKubeconfig({ merged: [kubeconfig], chosen: [] });
    expect(failures).toEqual([]);
    const entry = contexts.find(({ current }) => current) ?? expect.unreachable('no current context');
    const execPlugins = new ExecPlugins({ clock: systemClock, env: process.env });
    return openApi(entry, { clock: systemClock, execPlugins, env: {}, ...options });
  }

  async function whoami(api: KubeApi): Promise<{ readonly username: string; readonly groups: readonly string[] }> {
    const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const review = await api.json<{ status: { userInfo: { username: string; groups: string[] } } }>({
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      method: 'POST',
      verb: 'create',
      resource: 'selfsubjectreviews',
      body: kind,
      signal,
    });
    return review.status.userInfo;
  }

  async function failureOf(work: Promise<unknown>): Promise<Failure | undefined> {
    try {
      await work;
      return undefined;
    } catch (error) {
      if (error instanceof AppError) return error.failure;
      throw error;
    }
  }

  test.each<BedUser>([
    { kind: 'cert', as: 'viewer' },
    { kind: 'cert', as: 'viewer', files: true },
    { kind: 'token', as: 'viewer' },
    { kind: 'tokenFile', as: 'viewer' },
    { kind: 'exec', as: 'viewer' },
    { kind: 'exec', as: 'viewer', cert: true, expiresIn: 60 },
    { kind: 'insecure', as: 'viewer' },
  ])('lets %j in', async (user) => {
    const api = await connect(await shared.bed.kubeconfigFor(user));
    expect((await whoami(api)).username).toBe('viewer');
    api.close();
  });

  test.each<[BedUser, object]>([
    [{ kind: 'expired' }, { code: 'client-certificate-expired' }],
    [{ kind: 'foreignCert' }, { code: 'unauthenticated' }],
    [{ kind: 'badToken' }, { code: 'unauthenticated' }],
    [{ kind: 'wrongCa' }, { code: 'tls-untrusted' }],
    [{ kind: 'unreachable' }, { code: 'unreachable', params: { detail: 'connection refused' } }],
    [{ kind: 'anonymous' }, { code: 'forbidden' }],
    [
      { kind: 'exec', as: 'viewer', fail: 'exit' },
      { code: 'exec-failed', params: { status: 1, detail: 'credential plugin: your session has ended, log in again' } },
    ],
    [{ kind: 'exec', as: 'viewer', fail: 'garbage' }, { code: 'exec-invalid' }],
  ])('turns %j away with the reason', async (user, failure) => {
    const api = await connect(await shared.bed.kubeconfigFor(user));
    const request = { path: '/api/v1/namespaces/shop/services', verb: 'list', resource: 'services', signal };
    expect(await failureOf(api.json({ ...request, namespace: 'shop' }))).toMatchObject(failure);
    api.close();
  });

  test('follows a token file that rotates, also after a 401', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'tokenFile', as: 'viewer' }, { name: 'rotating' });
    const tokenFile = kubeconfig.replace(/yaml$/, 'token');
    const api = await connect(kubeconfig);
    expect((await whoami(api)).username).toBe('viewer');
    await shared.bed.writeToken(tokenFile, 'editor');
    expect((await whoami(api)).username).toBe('editor');
    api.close();
  });

  test('asks a plugin again when the server takes its token no longer', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'exec', as: 'viewer' }, { name: 'refused' });
    const plugin = shared.bed.execPlugin('refused');
    const settings = await readFile(kubeconfig.replace(/\.yaml$/, '-exec/settings.json'), 'utf8');
    await writeFile(
      kubeconfig.replace(/\.yaml$/, '-exec/settings.json'),
      settings.replace(shared.bed.tokens.viewer, 'withdrawn'),
    );
    const api = await connect(kubeconfig);
    expect(await failureOf(whoami(api))).toMatchObject({ code: 'unauthenticated' });
    await plugin.set({ as: 'viewer' });
    expect((await whoami(api)).username).toBe('viewer');
    api.close();
  });

  test('tells a plugin of the cluster, and runs it once for many requests', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'exec', as: 'viewer' }, { name: 'once' });
    const api = await connect(kubeconfig);
    await Promise.all([whoami(api), whoami(api), whoami(api)]);
    const calls = await shared.bed.execPlugin('once').calls();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.info?.spec).toMatchObject({ interactive: false, cluster: { server: shared.bed.server } });
    api.close();
  });

  test('acts as somebody else where that is allowed', async () => {
    const impersonate = { user: 'jane', groups: ['portolan:viewer'] };
    const admin = await connect(await shared.bed.kubeconfigFor({ kind: 'cert', as: 'admin' }), { impersonate });
    expect(await whoami(admin)).toMatchObject({
      username: 'jane',
      groups: ['portolan:viewer', 'system:authenticated'],
    });
    admin.close();
    const viewer = await connect(await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer' }), { impersonate });
    // Which right is missing differs by version: `impersonate users`, or since 1.35 `impersonate-on:… …` first.
    expect(await failureOf(whoami(viewer))).toMatchObject({
      code: 'forbidden',
      params: { user: 'viewer', verb: expect.stringMatching(/^impersonate/) as unknown, scope: '*' },
    });
    viewer.close();
  });

  test('names verb, resource and scope of what a viewer may not do', async () => {
    const api = await connect(await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer' }));
    const request = { path: '/api/v1/services', verb: 'list', resource: 'services', signal };
    expect(await failureOf(api.json(request))).toEqual({
      code: 'forbidden',
      params: { user: 'viewer', verb: 'list', resource: 'services', scope: '*' },
    });
    api.close();
  });

  test('streams a watch line by line until it is left', async () => {
    const api = await connect(shared.bed.kubeconfig);
    const path = '/api/v1/services?watch=1&resourceVersion=0';
    const seen: unknown[] = [];
    for await (const event of api.lines<{ type: string }>({ path, verb: 'watch', resource: 'services', signal })) {
      seen.push(event.type);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['ADDED', 'ADDED', 'ADDED']);
    api.close();
  });

  test('switches protocols for a port-forward, or says why not', async () => {
    const api = await connect(shared.bed.kubeconfig);
    const pods = await api.json<{ items: { metadata: { name: string } }[] }>({
      path: '/api/v1/namespaces/shop/pods?fieldSelector=status.phase%3DRunning&limit=1',
      verb: 'list',
      resource: 'pods',
      signal,
    });
    const [pod] = pods.items;
    const upgrade = (name: string) =>
      api.upgrade({
        path: `/api/v1/namespaces/shop/pods/${name}/portforward`,
        method: 'POST',
        verb: 'create',
        resource: 'pods/portforward',
        namespace: 'shop',
        headers: { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'portforward.k8s.io' },
        signal,
      });
    const { socket, headers } = await upgrade(pod?.metadata.name ?? '');
    expect(headers['upgrade']).toBe('SPDY/3.1');
    socket.destroy();
    expect(await failureOf(upgrade('no-such-pod'))).toMatchObject({
      code: 'not-found',
      params: { name: 'no-such-pod' },
    });
    api.close();
  });
});
