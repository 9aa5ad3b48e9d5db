import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base } from '../hosts.ts';
import { canaryContexts, type CanaryContexts } from './canary-contexts.ts';
import { kubeconfigText } from './kubeconfig-text.ts';

/** The app with credentials that are looked for wherever they must not be. */
export const test = base.extend<{ canaries: CanaryContexts }>({
  canaries: async ({}, use) => {
    await using owner = new AsyncDisposableStack();
    await use(await canaryContexts(owner));
  },
  kubeconfig: async ({ canaries, home }, use) => {
    const path = join(home, 'kubeconfig');
    await writeFile(path, kubeconfigText(canaries.contexts));
    await use(path);
  },
});
