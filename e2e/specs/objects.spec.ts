import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

const sheetOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name });
const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(`\\b${name}\\b`) });
const status = (page: Page): Locator => page.getByRole('contentinfo');

async function show(page: Page, filter: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill(filter);
}

/** The sheet of a new Service in a namespace. */
async function newService(page: Page, namespace: string): Promise<Locator> {
  await page.getByRole('button', { name: 'New Service' }).click();
  const sheet = sheetOf(page, 'New Service');
  const field = sheet.getByRole('combobox', { name: 'Namespace' });
  await field.fill(namespace);
  await field.press('Tab');
  return sheet;
}

async function openPage(page: Page, path: string, tab = 'chart'): Promise<void> {
  await page.evaluate((to) => (location.hash = to), `#/s/portolan-demo/${path}/${tab}`);
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible();
}

test('a workload is exposed: proposed, corrected in the server’s words, made, and undone', async ({ page }) => {
  const sheet = await newService(page, 'shop');
  await sheet.getByRole('combobox', { name: 'For the Pods of' }).selectOption('Deployment/frontend');
  await expect(sheet.getByRole('textbox', { name: 'selector app' })).toHaveValue('frontend');
  await expect(sheet.getByText('services "frontend" already exists').first()).toBeVisible();
  const make = sheet.getByRole('button', { name: 'Create in demo' });
  await expect(make).toBeDisabled();
  const name = sheet.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Front');
  await expect(sheet.getByText(/Invalid value: "Front"/).first()).toBeVisible();
  await name.fill('front-two');
  await sheet.getByRole('textbox', { name: 'port 1 port' }).fill('80x');
  await expect(make).toBeDisabled();
  await sheet.getByRole('textbox', { name: 'port 1 port' }).fill('80');
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  await make.click();
  await expect(sheet.getByRole('heading', { name: 'shop/front-two was created' })).toBeVisible();
  await expect(sheet.getByText('Ready endpoints')).toBeVisible();
  await show(page, 'front-two');
  await expect(row(page, 'front-two')).toBeVisible();
  await sheet.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'front-two')).toHaveCount(0);
  await status(page).getByRole('button', { name: 'Redo' }).click();
  await expect(row(page, 'front-two')).toBeVisible();
});

test('keys alone make an ExternalName, and take it back', async ({ page }) => {
  await expect(row(page, 'frontend').first()).toBeVisible();
  await page.keyboard.press('n');
  const sheet = sheetOf(page, 'New Service');
  await expect(sheet.getByRole('heading', { name: 'New Service' })).toBeFocused();
  await page.keyboard.press('4');
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).focus();
  await page.keyboard.type('rates');
  await expect(sheet.getByText('Required value').first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type('api.example.com');
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Create in demo' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByRole('heading', { name: 'default/rates was created' })).toBeVisible();
  await expect(status(page).getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'New Service' })).toBeFocused();
  await expect(row(page, 'rates').first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'default rates')).toHaveCount(0);
});

test('a Service without a selector gets endpoints by hand, which are edited and put back', async ({ page }) => {
  const sheet = await newService(page, 'shop');
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('legacy');
  const addresses = sheet.getByRole('textbox', { name: /^Endpoint addresses/ });
  await addresses.fill('somewhere');
  await expect(sheet.getByText(/must be a valid IP address/).first()).toBeVisible();
  await addresses.fill('192.0.2.10\n2001:db8::10');
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  await sheet.getByRole('button', { name: 'Create in demo' }).click();
  await sheet.getByRole('link', { name: 'Open shop/legacy' }).click();
  await page.getByRole('tab', { name: /^Endpoints/ }).click();
  const cell = (name: string): Locator => page.getByRole('cell', { name });
  await expect(cell('192.0.2.10:80')).toBeVisible();

  await page.getByRole('button', { name: 'Edit endpoints' }).click();
  const slices = sheetOf(page, 'Endpoints of shop/legacy');
  const text = slices.getByRole('textbox', { name: 'EndpointSlices as YAML' });
  await expect(text).toContainText('192.0.2.10');
  await text.getByText('192.0.2.10').click();
  await page.keyboard.press('End');
  await page.keyboard.type('9');
  await expect(slices.getByText('Dry run accepted')).toBeVisible();
  await slices.getByRole('button', { name: 'Apply to demo' }).click();
  await expect(cell('192.0.2.109:80')).toBeVisible();
  await status(page).getByRole('button', { name: 'Undo' }).click();
  await expect(cell('192.0.2.10:80')).toBeVisible();
});

test('a Service is cloned under another name, and the text corrected', async ({ page }) => {
  await openPage(page, 'shop/frontend');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Clone…' }).click();
  const sheet = sheetOf(page, 'Clone shop/frontend');
  const text = sheet.getByRole('textbox', { name: 'Objects as YAML' });
  await expect(text).toContainText('name: frontend-copy');
  await sheet.getByRole('textbox', { name: 'Name' }).fill('twin');
  await expect(text).toContainText('name: twin');
  await text.getByText('kind').click();
  await page.keyboard.press('Home');
  await page.keyboard.type('{');
  await expect(sheet.getByText(/at line \d/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Create in demo' })).toBeDisabled();
  await page.keyboard.press('Backspace');
  await sheet.getByRole('button', { name: 'Create in demo' }).click();
  await expect(sheet.getByRole('heading', { name: 'shop/twin was created' })).toBeVisible();
  await sheet.getByRole('link', { name: 'Open shop/twin' }).click();
  await expect(page.getByRole('heading', { name: 'twin' })).toBeVisible();
});

test('a deletion names who depends on it, asks for the name, and is undone from the page', async ({ page }) => {
  await openPage(page, 'shop/frontend');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const sheet = sheetOf(page, 'Delete shop/frontend');
  await expect(sheet.getByText('The name frontend.shop.svc resolves no more.')).toBeVisible();
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  const remove = sheet.getByRole('button', { name: 'Delete from demo' });
  await expect(remove).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await sheet.getByRole('textbox', { name: 'Type frontend to delete it' }).fill('frontend');
  await remove.click();
  await expect(page.getByText('gone', { exact: false }).first()).toBeVisible();
  await expect(status(page).getByText('shop/frontend was deleted')).toBeVisible();
  await page.getByRole('tab', { name: 'Exposure' }).click();
  await page.getByRole('list').filter({ hasText: 'deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible();
});
