import { join } from 'node:path';
import { portolan } from '../core/portolan.ts';
import { COMMANDS, HOSTILE_SERVICE } from '../edge/hostile-objects.ts';
import { test as onCanaryContexts } from '../edge/on-canary-contexts.ts';
import { test as onHostileApi } from '../edge/on-hostile-api.ts';
import { expect } from '../hosts.ts';

// The command line among the same enemies as the window. It has no door: once is enough.

onHostileApi('prints no escape sequence of a cluster', async ({ kubeconfig, home }) => {
  const env = { KUBECONFIG: kubeconfig, PORTOLAN_STATE_DIR: home };
  const commands = [
    ['services', '-A'],
    ['endpoints', '-n', 'shop', HOSTILE_SERVICE],
    ['diagnose', '-n', 'shop', `svc/${HOSTILE_SERVICE}`],
    ['nodes'],
    ['expose', '-n', 'shop', `svc/${HOSTILE_SERVICE}`, '--type', 'ClusterIP', '--dry-run'],
  ];
  for (const command of commands) {
    const { stdout, stderr } = await portolan(command, env);
    expect.soft(stdout + stderr, command[0]).not.toBe('');
    expect.soft(stdout + stderr, command[0]).not.toMatch(COMMANDS);
  }
});

onCanaryContexts('says no credential', async ({ canaries, kubeconfig, home }) => {
  const env = { KUBECONFIG: kubeconfig, PORTOLAN_STATE_DIR: join(home, 'state') };
  for (const context of ['token', 'password', 'plugin-chatty']) {
    const { stdout, stderr } = await portolan(['services', '--context', context], env);
    expect.soft(stderr, context).toMatch(/^portolan: ./);
    for (const secret of canaries.secrets) expect.soft(stdout + stderr, context).not.toContain(secret);
  }
});
