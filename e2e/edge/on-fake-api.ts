import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { FakeApi } from '../../electron/core/testing/fake-api.ts';
import { test as base } from '../hosts.ts';
import { kubeconfigText } from './kubeconfig-text.ts';

const first = [
  ['shop', 'db'],
  ['shop', 'web'],
  ['team-a', 'mail'],
] as const;

/** The app on a cluster that can be made to misbehave: the context `dev`, connected, with the Services db, web and mail. */
export const test = base.extend<{ api: FakeApi }>({
  api: async ({}, use) => {
    const api = await FakeApi.start();
    for (const [namespace, name] of first) putService(api, namespace, name);
    await use(api);
    await api.stop();
  },
  kubeconfig: async ({ api, home }, use) => {
    const path = join(home, 'kubeconfig');
    const dev = { cluster: { server: api.server }, user: { token: 'token' }, namespace: 'shop' };
    await writeFile(path, kubeconfigText({ dev }, 'dev'));
    await use(path);
  },
});

export function putService(api: FakeApi, namespace: string, name: string): void {
  const ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }];
  api.objects.put('services', {
    metadata: { namespace, name },
    spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports },
  });
}

/** The names of the Services that the list shows, in order. */
export function shownNames(page: Page): Promise<string[]> {
  return page.getByRole('grid', { name: 'Services' }).getByRole('rowheader').allTextContents();
}
