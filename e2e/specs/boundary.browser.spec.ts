import { expect, test } from '../hosts.ts';

// Each gate of electron/serve/gate.ts, as real browsers meet it; serve.test.ts has the forged requests.
test.use({ kubeconfig: '' });

test('the link opens the app once, and the key does not stay in the address bar', async ({ page, core, browser }) => {
  expect(new URL(page.url()).search).toBe('');
  const another = await (await browser.newContext()).newPage();
  expect((await another.goto(core.url))?.status()).toBe(403);
  await another.context().close();
});

test('a reload and a second tab of the same browser are let in, another browser is not', async ({
  page,
  core,
  browser,
}) => {
  expect((await page.reload())?.status()).toBe(200);
  expect((await (await page.context().newPage()).goto(page.url()))?.status()).toBe(200);
  const another = await (await browser.newContext()).newPage();
  expect((await another.goto(`http://127.0.0.1:${core.port}/`))?.status()).toBe(403);
  await another.context().close();
});

test('a page on another port of this computer cannot open the WebSocket, though it has the cookie', async ({
  page,
  core,
  foreignServer,
}) => {
  const foreign = await page.context().newPage();
  await foreign.goto(foreignServer.url);
  const outcome = await foreign.evaluate(
    (port) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      }),
    core.port,
  );
  expect(outcome).toBe('refused');
  const read = await foreign.evaluate(
    (port) =>
      fetch(`http://127.0.0.1:${port}/`, { credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      ),
    core.port,
  );
  expect(read).toBe('refused');
});

test('the cookie is out of reach for scripts', async ({ page }) => {
  expect(await page.evaluate(() => document.cookie)).toBe('');
});
