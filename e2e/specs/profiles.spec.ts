import type { Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { settled } from '../demo-door.ts';
import { expect, test as base } from '../hosts.ts';

// The demo cluster, as on a computer without any kubeconfig.
const test = base.extend({ kubeconfig: async ({}, use) => use('') });

async function forwardLobby(page: Page): Promise<void> {
  await settled(page);
  await page.getByRole('button', { name: 'Forward lobby', exact: true }).click();
  await expect(page.locator('a[href^="http://localhost"]').first()).toBeVisible();
  await page.evaluate(() => (location.hash = '#/forwards'));
}

test('a profile is saved, stopped, started, renamed, exported, deleted and imported', async ({ page, outside }) => {
  await forwardLobby(page);
  await page.getByRole('button', { name: 'Profiles' }).click();
  const panel = page.getByRole('region', { name: 'Profiles' });
  await expect(panel).toContainText('No profiles yet.');
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('textbox', { name: 'Name of the profile' }).fill('games');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('1 of 1 running');
  await panel.getByRole('button', { name: 'Stop games' }).click();
  await expect(panel).toContainText('0 of 1 running');
  await panel.getByRole('button', { name: 'Start games' }).click();
  await expect(panel).toContainText('1 of 1 running');
  await panel.getByRole('checkbox', { name: 'Start games with the app' }).check();
  expect(await violations(page)).toEqual([]);

  await panel.getByRole('button', { name: 'Rename games' }).click();
  await panel.getByRole('textbox', { name: 'New name of games' }).fill('play');
  await page.keyboard.press('Enter');
  const { name, text } = await outside.saved(() => panel.getByRole('button', { name: 'Export play' }).click());
  expect(name).toBe('play.portolan.yaml');
  expect(text).toContain('service: lobby');
  await panel.getByRole('button', { name: 'Delete play' }).click();
  await expect(panel).toContainText('No profiles yet.');

  const choose = (buffer: string) =>
    panel
      .locator('input[type=file]')
      .setInputFiles({ name: 'play.yaml', mimeType: 'application/yaml', buffer: Buffer.from(buffer) });
  await choose(text.replace('service:', 'servize:'));
  await expect(page.getByRole('alert')).toContainText(/line 4, forwards\.0\.(service|servize)/);
  await choose(text);
  await expect(panel.getByRole('button', { name: 'Delete play' })).toBeVisible();
});

test('a profile that starts with the app is there at its next start', async ({ page, restartCore }) => {
  await forwardLobby(page);
  await page.getByRole('button', { name: 'Profiles' }).click();
  await page.getByRole('textbox', { name: 'Name of the profile' }).fill('games');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Start games with the app' }).check();
  await page.getByRole('button', { name: 'Stop games' }).click();
  await expect(page.getByText('0 of 1 running')).toBeVisible();
  await restartCore();
  await page.evaluate(() => (location.hash = '#/forwards'));
  await expect(page.getByRole('main')).toContainText('Listening');
  await page.getByRole('button', { name: 'Profiles' }).click();
  await expect(page.getByText('1 of 1 running')).toBeVisible();
});
