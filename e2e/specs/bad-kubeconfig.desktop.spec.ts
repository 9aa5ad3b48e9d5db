import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { expect, test } from '../hosts.ts';

/** Lets the system's file dialog answer with this file from now on. */
function dialogPicks(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
}

test('a file picked in the dialog is used, or it is said why not', async ({ launchDesktop, home }) => {
  const app = await launchDesktop({ KUBECONFIG: join(home, 'nowhere') });
  const page = await app.firstWindow();
  await expect(page.getByRole('main')).toContainText(`No kubeconfig found. Looked in: ${join(home, 'nowhere')}.`);
  await page.evaluate(() => (location.hash = '#/clusters'));
  const file = join(home, 'picked');
  const pick = page.getByRole('button', { name: 'Choose a file' });
  await dialogPicks(app, file);
  await pick.click();
  await expect(page.getByRole('alert')).toContainText(`${file} does not exist.`);
  await writeFile(file, '');
  await pick.click();
  await expect(page.getByRole('alert')).toContainText(`${file} is empty.`);
  await writeFile(file, kubeconfigText({ dev: { cluster: { server: 'https://127.0.0.1:1' }, user: {} } }));
  await pick.click();
  await expect(page.getByRole('rowheader', { name: 'dev' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
