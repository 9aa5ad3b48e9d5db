import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(` ${name} `) });
const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Find and do anything' });
const lines = (page: Page): Locator => palette(page).getByRole('option');

async function ask(page: Page, question: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await page.keyboard.type(question);
}

test('the palette finds Services, actions and settings, the recent ones first', async ({ page }) => {
  await expect(row(page, 'lobby-public')).toBeVisible();
  await ask(page, 'fwd lob');
  await expect(lines(page).first()).toContainText('Forward: lobby');
  await page.keyboard.press('Enter');
  await expect(row(page, 'lobby').getByRole('link', { name: /^:\d+$/ })).toBeVisible();

  await ask(page, 'orders');
  await expect(lines(page).first()).toContainText('orders');
  await page.keyboard.press('Enter');
  // Its heading is there before what can be done to it.
  await expect(page.getByRole('heading', { name: 'orders', level: 1 })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  await ask(page, 'yaml');
  await expect(lines(page).first()).toContainText('Show YAML');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'YAML', selected: true })).toBeVisible();

  await ask(page, '> dark');
  await expect(lines(page).first()).toContainText('ark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await ask(page, '');
  await expect(palette(page).getByText('Recent')).toBeVisible();
  await expect(lines(page).first()).toContainText('Show YAML');
  await page.keyboard.type('nothing is called so');
  await expect(palette(page).getByText('Nothing is called that.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
});

test('? shows every key there is, and gives the focus back', async ({ page }) => {
  await expect(row(page, 'orders')).toBeVisible();
  await row(page, 'orders').focus();
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: 'Keyboard map' });
  await expect(map.getByText('Go to Problems')).toBeVisible();
  await expect(map.getByText('Change type to NodePort')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'orders')).toBeFocused();
});

test('rows of Services, endpoints, forwards and nodes have menus, by mouse and by keys', async ({ page }) => {
  const item = (name: string): Locator => page.getByRole('menuitem', { name, exact: false }).first();
  await row(page, 'backend').click({ button: 'right' });
  await item('Forward f').click();
  await expect(row(page, 'backend').getByRole('link', { name: /^:\d+$/ })).toBeVisible();
  await expect(row(page, 'backend')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await item('Show endpoints').press('Enter');
  await expect(page.getByRole('tab', { name: /Endpoints/, selected: true })).toBeVisible();

  await page
    .getByRole('row', { name: /backend-/ })
    .first()
    .click({ button: 'right' });
  await item('Show its node').click();
  await expect(page).toHaveURL(/#\/nodes\/portolan-demo\//);
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.getByRole('grid', { name: 'Nodes' }).getByRole('rowheader').first().click({ button: 'right' });
  await item('Copy name').click();
  await expect(page.getByText(/^Copied: /)).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.getByRole('rowheader', { name: /backend/ }).click({ button: 'right' });
  await item('Stop the forward').click();
  await expect(page.getByText('No forwards. Press f on a Service to start one.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start again' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('rowheader', { name: /backend/ })).toBeVisible();
});

test('an address restores view, filter, Service and tab, and the history leads through them', async ({ page }) => {
  await expect(row(page, 'orders')).toBeVisible();
  const go = (hash: string): Promise<string> => page.evaluate((to) => (location.hash = to), hash);
  await go('#/services?q=ns%3Atrouble+type%3Alb');
  await expect(page.getByRole('combobox', { name: 'Filter Services' })).toHaveValue('ns:trouble type:lb');
  await go('#/s/portolan-demo/trouble/orders/events');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Events', selected: true })).toBeVisible();
  await go('#/problems?q=tickets');
  await expect(page.getByRole('searchbox')).toHaveValue('tickets');
  await page.keyboard.press('Escape');
  await page.evaluate(() => history.back());
  await expect(page.getByRole('tab', { name: 'Events', selected: true })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('combobox', { name: 'Filter Services' })).toHaveValue('ns:trouble type:lb');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('tab', { name: 'Events', selected: true })).toBeVisible();
  await page.keyboard.press('c');
  await page.keyboard.press('l');
  await expect(
    page.getByText(/^Copied: (http|portolan):\/\/.*s\/portolan-demo\/trouble\/orders\/events$/),
  ).toBeVisible();
});
