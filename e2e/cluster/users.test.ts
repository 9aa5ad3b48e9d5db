import { describe, expect, test } from 'vitest';
import { textOf } from './errors.ts';
import type { BedUser } from './kubeconfigs.ts';
import { noCluster, useBed } from './vitest-bed.ts';

describe.skipIf(noCluster)('kubeconfigs', () => {
  const shared = useBed();

  const whoami = async (kubeconfig: string, more: readonly string[] = []): Promise<string> => {
    const args = ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}', ...more];
    return shared.bed.kubectl(args, undefined, { kubeconfig });
  };

  test.each<BedUser>([
    { kind: 'cert', as: 'viewer' },
    { kind: 'cert', as: 'viewer', files: true },
    { kind: 'token', as: 'viewer' },
    { kind: 'tokenFile', as: 'viewer' },
    { kind: 'exec', as: 'viewer' },
    { kind: 'exec', as: 'viewer', cert: true, expiresIn: 60 },
    { kind: 'insecure', as: 'viewer' },
  ])('let %j in', async (user) => {
    expect(await whoami(await shared.bed.kubeconfigFor(user))).toBe('viewer');
  });

  test.each<[BedUser, RegExp]>([
    [{ kind: 'expired' }, /Unauthorized|must be logged in|certificate has expired/i],
    [{ kind: 'foreignCert' }, /Unauthorized|must be logged in|unknown authority/i],
    [{ kind: 'badToken' }, /Unauthorized|must be logged in/i],
    [{ kind: 'wrongCa' }, /certificate signed by unknown authority/],
    [{ kind: 'unreachable' }, /connection refused/],
    [{ kind: 'exec', as: 'viewer', fail: 'exit' }, /your session has ended/],
  ])('turn %j away', async (user, words) => {
    const kubeconfig = await shared.bed.kubeconfigFor(user);
    await expect(shared.bed.kubectl(['get', 'pods'], undefined, { kubeconfig })).rejects.toThrow(words);
  });

  test('of a token file follow the file', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'tokenFile', as: 'viewer' }, { name: 'following' });
    await shared.bed.writeToken(kubeconfig.replace(/yaml$/, 'token'), 'editor');
    expect(await whoami(kubeconfig)).toBe('editor');
  });

  test('of an exec plugin count its calls and obey its settings', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'exec', as: 'viewer' }, { name: 'counting' });
    const plugin = shared.bed.execPlugin('counting');
    expect(await whoami(kubeconfig)).toBe('viewer');
    await plugin.set({ as: 'editor', expiresIn: 5 });
    expect(await whoami(kubeconfig)).toBe('editor');
    const calls = await plugin.calls();
    expect(calls).toHaveLength(2);
    expect(calls[0]?.info?.spec?.cluster?.server).toBe(shared.bed.server);
  });

  test('hold several contexts', async () => {
    const kubeconfig = await shared.bed.kubeconfigWith({
      owner: { kind: 'cert', as: 'admin' },
      guest: { kind: 'token', as: 'viewer', namespace: 'shop' },
    });
    expect(await whoami(kubeconfig)).toBe('admin');
    expect(await whoami(kubeconfig, ['--context', 'guest'])).toBe('viewer');
  });

  test('of a viewer allow one namespace and no change', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer' });
    const may = async (...args: string[]): Promise<string> =>
      shared.bed
        .kubectl(['auth', 'can-i', ...args], undefined, { kubeconfig })
        .catch((error: unknown) => textOf(error));
    expect(await may('list', 'services', '-n', 'shop')).toBe('yes\n');
    expect(await may('create', 'pods', '--subresource=portforward', '-n', 'shop')).toBe('yes\n');
    expect(await may('list', 'services', '-A')).not.toContain('yes');
    expect(await may('patch', 'services', '-n', 'shop')).not.toContain('yes');
    const other = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer-no-forward' });
    await expect(
      shared.bed.kubectl(['auth', 'can-i', 'create', 'pods', '--subresource=portforward', '-n', 'shop'], undefined, {
        kubeconfig: other,
      }),
    ).rejects.toThrow();
  });
});
