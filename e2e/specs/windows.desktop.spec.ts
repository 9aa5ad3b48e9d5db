import { execFile } from 'node:child_process';
import type { ElectronApplication } from '@playwright/test';
import { settled } from '../demo-door.ts';
import { expect, test } from '../hosts.ts';
import { ROOT } from '../served-core.ts';

// Several windows on one core, and links from elsewhere, in the real Electron with the core inside.
test.use({ kubeconfig: '' });

const hashes = (app: ElectronApplication): string[] =>
  app
    .windows()
    .map((page) => new URL(page.url()).hash)
    .toSorted();

/** Opens a link as the system would: by starting the app once more, which ends at once. */
async function openLink(app: ElectronApplication, link: string): Promise<void> {
  const [program, args, env] = await app.evaluate(
    () => [process.execPath, process.argv.slice(1), process.env] as const,
  );
  await new Promise<void>((resolve) => {
    execFile(program, [...args, link], { cwd: ROOT, env }, () => resolve());
  });
}

test('a second window shows the same core, and both come back as they were', async ({ launchDesktop }) => {
  const app = await launchDesktop({ KUBECONFIG: '' });
  const first = await app.firstWindow();
  await expect(first.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  const opened = app.waitForEvent('window');
  await first.keyboard.press('Control+n');
  const second = await opened;
  await settled(second);
  await second.getByRole('button', { name: 'Forward backend', exact: true }).click();
  await expect(first.getByRole('contentinfo').getByText('1 forward')).toBeVisible();
  await second.keyboard.press('g');
  await second.keyboard.press('f');
  await expect(second.getByRole('heading', { name: 'Forwards' })).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 640));
  await app.close();

  const again = await launchDesktop({ KUBECONFIG: '' });
  await expect.poll(() => again.windows().length).toBe(2);
  await expect.poll(() => hashes(again)).toContain('#/forwards');
  const widths = await again.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.getSize()[0]),
  );
  expect(widths).toContain(900);
});

test('a link leads the window to a place, and never does anything', async ({ launchDesktop }) => {
  const app = await launchDesktop({ KUBECONFIG: '' });
  const page = await app.firstWindow();
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => Reflect.set(globalThis, 'kept', true));
  await openLink(app, 'portolan://s/portolan-demo/trouble/orders/diagnosis');
  await expect(page.getByRole('tab', { name: /Diagnosis/, selected: true })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(globalThis, 'kept') as boolean)).toBe(true);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();

  await openLink(app, 'portolan://forwards/start?service=lobby');
  await expect(page.getByText('No forwards. Press f on a Service to start one.')).toBeVisible();
  await openLink(app, 'portolan://s/portolan-demo/<img src=x>/orders');
  await openLink(app, 'portolan://delete/portolan-demo/shop/web');
  await expect(page.getByText('There is no such page in Portolan. These are the Services.')).toBeVisible();
  expect(app.windows()).toHaveLength(1);
});
