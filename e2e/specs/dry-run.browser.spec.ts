import { expect, test } from '../demo-door.ts';

// What the server answers is held back on the wire, which Playwright can only do to a browser.

test('the server’s answer is shown only while it answers what is chosen', async ({ page }) => {
  let hold = (): void => undefined;
  let release = (): void => undefined;
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    let isHeld = false;
    const held: (string | Buffer)[] = [];
    server.onMessage((message) => (isHeld ? held.push(message) : socket.send(message)));
    hold = () => (isHeld = true);
    release = () => {
      isHeld = false;
      for (const message of held.splice(0)) socket.send(message);
    };
  });
  await page.reload();
  await page.getByRole('button', { name: 'New Service' }).click();
  const sheet = page.getByRole('dialog', { name: 'New Service' });
  const name = sheet.getByRole('textbox', { name: 'Name', exact: true });
  const accepted = sheet.getByText('Dry run accepted');
  await name.fill('rates');
  await sheet.getByRole('textbox', { name: 'port 1 port' }).fill('80');
  await expect(accepted).toBeVisible();

  hold();
  await name.fill('rates-two');
  await expect(accepted).toBeHidden();
  await expect(sheet.getByRole('button', { name: /^Create in/ })).toBeDisabled();
  release();
  await expect(accepted).toBeVisible();
});
