import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHttpProxy, type Proxy } from '../../electron/core/testing/proxies.ts';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { putService, shownNames, test as base } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

/** Nobody answers there, and at once; no address of this computer either, for which no proxy is asked. */
const ELSEWHERE = '0.0.0.0:9';

const test = base.extend<{ way: Proxy }>({
  way: async ({ api }, use) => {
    const proxy = await startHttpProxy({ leadTo: Number(new URL(api.server).port) });
    await use(proxy);
    await proxy.close();
  },
  kubeconfig: async ({ home }, use) => {
    const path = join(home, 'kubeconfig');
    const dev = { cluster: { server: `http://${ELSEWHERE}` }, user: { token: 'token' }, namespace: 'shop' };
    await writeFile(path, kubeconfigText({ dev }, 'dev'));
    await use(path);
  },
});

test('an API server that only the proxy of the settings leads to is there as soon as that is set', async ({
  page,
  api,
  way,
}) => {
  const main = page.getByRole('main');
  const show = (hash: string): Promise<string> => page.evaluate((hash) => (location.hash = hash), hash);
  const use = async (address: string): Promise<void> => {
    await show('#/settings');
    await page.getByLabel('Proxy to API servers').fill(address);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await show('#/services');
  };
  await expect(main).toContainText(`${ELSEWHERE} cannot be reached`);

  await use(`http://127.0.0.1:${way.port}`);
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  expect(new Set(way.asked)).toEqual(new Set([ELSEWHERE]));
  // The watch goes the same way.
  putService(api, 'shop', 'api');
  await expect.poll(() => shownNames(page)).toEqual(['api', 'db', 'web', 'mail']);

  await use('');
  await expect(main).toContainText(`${ELSEWHERE} cannot be reached`);
});
