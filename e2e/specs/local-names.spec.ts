import { once } from 'node:events';
import { SocksClient } from 'socks';
import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('the gateway opens a Service by its name, lists them all, and is closed again', async ({ page, context }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/forwards'));
  await page.getByRole('button', { name: 'Local names' }).click();
  const panel = page.getByRole('region', { name: 'Local names' });
  await panel.getByRole('switch', { name: 'Web gateway' }).check();
  const link = panel.getByRole('link', { name: /^http:\/\/localhost:\d+$/ });
  await expect(link).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const address = (await link.getAttribute('href')) ?? '';
  const other = await context.newPage();
  await other.goto(address);
  await other.getByRole('link', { name: 'lobby.game-lobby.localhost' }).click();
  await expect(other.locator('body')).toContainText(/lobby-/);
  await other.goto(address.replace('localhost', 'loby.game-lobby.localhost'));
  await expect(other.locator('body')).toContainText('No connected cluster has a Service for loby.game-lobby.localhost');
  await other.getByRole('link', { name: 'lobby.game-lobby.localhost' }).click();
  await expect(other.locator('body')).toContainText(/lobby-/);

  await panel.getByRole('switch', { name: 'Web gateway' }).uncheck();
  await expect(link).toBeHidden();
  await expect(other.goto(address)).rejects.toThrow('ERR_CONNECTION_REFUSED');
});

test('the SOCKS proxy takes a program to a Service, and to one Pod of a StatefulSet, by their names', async ({
  page,
}) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/forwards'));
  await page.getByRole('button', { name: 'Local names' }).click();
  await page.getByRole('switch', { name: 'SOCKS5 proxy' }).check();
  const address = page.getByText(/^socks5h:\/\/localhost:\d+$/);
  await expect(address).toBeVisible();
  const proxy = { host: '127.0.0.1', port: Number((await address.innerText()).split(':').at(-1)), type: 5 } as const;
  const ask = async (host: string, port: number, words: string): Promise<string> => {
    const options = { proxy, command: 'connect', destination: { host, port } } as const;
    const { socket } = await SocksClient.createConnection(options);
    socket.write(words);
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return first.toString('latin1');
  };
  const get = 'GET / HTTP/1.0\r\n\r\n';
  expect(await ask('lobby.game-lobby.svc.cluster.local', 80, get)).toContain('200 OK');
  expect(await ask('mysql-1.mysql.shop.svc.cluster.local', 3306, '')).not.toBe('');
  await expect(ask('example.com', 80, get)).rejects.toThrow('HostUnreachable');
});
