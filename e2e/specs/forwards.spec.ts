import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { freePorts } from '../cluster/ports.ts';
import { expect, test as base } from '../hosts.ts';

interface Fixtures {
  /** Listens on a local port as another program would, on a free one unless told; until it is closed or the test ends. */
  occupy: (port?: number) => Promise<Server>;
  /** A Service in front of the Pods of `shop/web`, until the test ends. */
  makeService: (name: string, port: number) => Promise<void>;
}

const test = base.extend<Fixtures>({
  occupy: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (port = 0) => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      servers.push(server);
      return server;
    });
    for (const server of servers) server.close();
  },
  makeService: async ({ bed }, use) => {
    const made: string[] = [];
    await use(async (name, port) => {
      const ports = [{ name: 'http', port, targetPort: 8080 }];
      const object = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace: 'shop', name },
        spec: { selector: { app: 'web' }, ports },
      };
      await bed.apply([object]);
      made.push(name);
      await bed.waitForEndpoints('shop', name, { ready: 3 });
    });
    for (const name of made) await bed.kubectl(['-n', 'shop', 'delete', 'service', name, '--ignore-not-found']);
  },
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port; // it listens on TCP

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** The forward's line on the Forwards screen. */
function line(page: Page, service: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: service }) });
}

async function startForward(page: Page, name: string): Promise<void> {
  await page.evaluate(() => (location.hash = '#/services'));
  await page.getByRole('combobox', { name: 'Filter Services' }).fill(`ns:shop name:${name}`);
  await page.getByRole('button', { name: `Forward ${name}` }).click();
  await expect(page.getByRole('row', { name }).getByRole('link', { name: /^:\d+$/ })).toBeVisible();
}

const goTo = (page: Page, hash: string): Promise<string> => page.evaluate((hash) => (location.hash = hash), hash);

test('a local port that is taken is passed over, and said whose it is: another program’s, or another forward’s', async ({
  page,
  occupy,
  makeService,
}) => {
  const main = page.getByRole('main');
  const port = portOf(await occupy());
  const free = await freePort();
  await Promise.all([makeService('occupied', port), makeService('first', free), makeService('second', free)]);
  for (const name of ['occupied', 'first', 'second']) await startForward(page, name);
  await goTo(page, '#/forwards');
  await expect(line(page, 'shop/occupied')).toContainText('Listening');
  await expect(main).toContainText(
    new RegExp(`Port ${port} is used by node \\(${process.pid}\\), so this forward has \\d+\\.`),
  );
  await expect(line(page, 'shop/first')).toContainText(`localhost:${free}`);
  await line(page, 'shop/second').click();
  await expect(main).toContainText(new RegExp(`Port ${free} already forwards shop/first, so this forward has \\d+\\.`));
});

test('forwards are back at the next start, on their ports, or say who has taken one and offer another', async ({
  page,
  restartCore,
  occupy,
  makeService,
  request,
}) => {
  const port = await freePort();
  await makeService('kept', port);
  await startForward(page, 'kept');
  await expect(page.locator(`a[href="http://localhost:${port}"]`).first()).toBeVisible();

  await restartCore();
  await goTo(page, '#/forwards');
  await expect(line(page, 'shop/kept')).toContainText(`localhost:${port}`);
  await expect(line(page, 'shop/kept')).toContainText('Listening');
  expect((await request.get(`http://localhost:${port}`)).status()).toBe(200);

  await restartCore(() => occupy(port));
  await goTo(page, '#/forwards');
  await expect(line(page, 'shop/kept')).toContainText('Port used');
  await expect(line(page, 'shop/kept')).toContainText(
    `Port ${port} is used by node (${process.pid}). Choose another one.`,
  );
  await line(page, 'shop/kept').getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('alert')).toContainText(`Port ${port} is used by node (${process.pid}).`);
  await line(page, 'shop/kept').getByRole('button', { name: 'Use a free port' }).click();
  await expect(line(page, 'shop/kept')).toContainText('Listening');
});

test('a Pod that refuses its port is the reason shown for the connection that failed', async ({ page }) => {
  await goTo(page, '#/s/bed/shop/admin/chart?port=6060');
  await page.getByRole('button', { name: 'Forward', exact: true }).click();
  await goTo(page, '#/forwards');
  await expect(line(page, 'shop/admin')).toContainText('Listening');
  const [, port] = /localhost:(\d+)/.exec(await line(page, 'shop/admin').innerText()) ?? [];
  const client = connect(Number(port), '127.0.0.1').on('error', () => {});
  client.write('hello');
  await new Promise((resolve) => client.once('close', resolve));
  await expect(page.getByRole('main')).toContainText(
    /Last failed connection: shop\/admin-\S+ refused port 6060: connection refused\. Is the app listening there\?/,
  );
});

test('a forward without endpoints holds connections, and says what it waits for', async ({ page }) => {
  await goTo(page, '#/s/bed/trouble/no-match/chart');
  await page.getByRole('button', { name: 'Forward', exact: true }).click();
  await goTo(page, '#/forwards');
  await expect(line(page, 'trouble/no-match')).toContainText('Holding');
  await expect(page.getByRole('main')).toContainText(
    'trouble/no-match has no endpoints. No Pod matches its selector, or none has an address yet.',
  );
});

test('F asks how to forward, tells what is wrong with it, and starts it so', async ({ page, occupy }) => {
  const taken = portOf(await occupy());
  const wanted = await freePort();
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:web');
  await expect(page.getByRole('grid', { name: 'Services' })).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: / web / })).toBeFocused();
  await page.keyboard.press('F');
  const dialog = page.getByRole('dialog', { name: 'Forward shop/web' });
  await expect(dialog).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await dialog.getByLabel('Local port').fill('99999');
  await expect(dialog.getByText('A local port is a number from 1 to 65535.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Start' })).toBeDisabled();
  await dialog.getByLabel('Local port').fill(String(taken));
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(dialog.getByRole('alert')).toContainText(String(taken));
  await dialog.getByLabel('Local port').fill(String(wanted));
  await dialog.getByLabel('Balance').selectOption({ label: 'first' });
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(line(page, 'web')).toContainText(`localhost:${wanted}`);
  await expect(page.getByRole('combobox', { name: /Balance of/ }).locator('option:checked')).toHaveText('first');
});
