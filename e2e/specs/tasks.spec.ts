import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

// What a person comes for, each within the steps that the design allows: a click, a chord or a key is one; typed
// characters are counted apart. What only sets a scene is done with the page itself, and not counted.

class Steps {
  readonly #page: Page;
  #taken = 0;
  #typed = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  get count(): { readonly steps: number; readonly typed: number } {
    return { steps: this.#taken, typed: this.#typed };
  }

  async click(target: Locator, options?: { readonly button: 'right' }): Promise<void> {
    this.#taken += 1;
    await target.click(options);
  }

  async press(key: string): Promise<void> {
    this.#taken += 1;
    await this.#page.keyboard.press(key);
  }

  /** A native list is opened by one click, and left by another. */
  async choose(list: Locator, option: string): Promise<void> {
    this.#taken += 2;
    await list.selectOption(option);
  }

  async type(text: string): Promise<void> {
    this.#typed += text.length;
    await this.#page.keyboard.type(text);
  }
}

const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(` ${name} `) });
const sheet = (page: Page): Locator => page.getByRole('dialog', { name: /^Exposure of/ });

test.beforeEach(async ({ page }) => {
  await expect(row(page, 'lobby-public')).toBeVisible();
});

test('1 without a kubeconfig, a working list: nothing to do', async ({ page }) => {
  await expect(page.getByRole('rowheader')).not.toHaveCount(0);
});

test('2 to 4: forward and open, a Pod dies, balance otherwise', async ({ page, outside, request }) => {
  const start = new Steps(page);
  await start.click(page.getByRole('button', { name: 'Forward lobby', exact: true }));
  const link = page.getByRole('main').getByRole('link', { name: /^Open http/ });
  const url = await outside.opened(() => start.click(link));
  expect(start.count.steps).toBeLessThanOrEqual(2);

  const pod = async (): Promise<string> => (await (await request.get(url)).text()).split(' ')[0] ?? '';
  expect(await pod()).toMatch(/^lobby-/);
  await page
    .getByRole('button', { name: /^Kill (lobby-|one)/ })
    .first()
    .click();
  for (let asked = 0; asked < 4; asked++) expect(await pod()).toMatch(/^lobby-/);

  const change = new Steps(page);
  await change.click(page.getByRole('navigation').getByRole('link', { name: 'Forwards' }));
  await change.choose(page.getByRole('combobox', { name: /^Balance of/ }), 'least-connections');
  await expect(page.getByRole('combobox', { name: /^Balance of/ })).toHaveValue('least-connections');
  expect(change.count.steps).toBeLessThanOrEqual(3);
});

test('5 empty endpoints: the cause and its fix', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(row(page, 'orders').getByRole('rowheader'));
  await expect(page.getByText(/ordres/).first()).toBeVisible();
  await expect(page.getByText('The route breaks here')).toBeVisible();
  await steps.click(page.getByRole('button', { name: /Select the labels|Fix selector/ }));
  await steps.click(page.getByRole('button', { name: /^Apply to demo/ }));
  await expect(page.getByText('The route breaks here')).toBeHidden();
  expect(steps.count.steps).toBeLessThanOrEqual(3);
});

test('6 why the load balancer is pending, and what now', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(row(page, 'tickets').getByRole('rowheader'));
  // The cause, and what to do next.
  await expect(page.getByRole('heading', { name: /^F2 / })).toBeVisible();
  await expect(page.getByText('The route breaks here')).toBeVisible();
  expect(steps.count.steps).toBeLessThanOrEqual(1);
});

test('7 and 8: from ClusterIP to LoadBalancer with price and breakage known, and back', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(page.getByRole('button', { name: 'ClusterIP, exposure of backend' }));
  await steps.click(
    sheet(page)
      .getByRole('button', { name: /LoadBalancer/ })
      .first(),
  );
  await expect(
    sheet(page)
      .getByText(/a month|price/i)
      .first(),
  ).toBeVisible();
  await expect(sheet(page).getByText('Dry run accepted')).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: 'Apply to demo' })).toBeEnabled();
  await steps.press('Control+Enter');
  await expect(sheet(page).getByText('shop/backend is LoadBalancer')).toBeVisible();
  expect(steps.count.steps).toBeLessThanOrEqual(3);

  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Undo' })).toBeVisible();

  const back = new Steps(page);
  await back.press('Control+z');
  await expect(page.getByRole('button', { name: 'ClusterIP, exposure of backend' })).toBeVisible();
  expect(back.count.steps).toBeLessThanOrEqual(1);
});

test('9 load balancers without endpoints', async ({ page }) => {
  const steps = new Steps(page);
  await steps.press('/');
  await steps.type('type:lb ready:0');
  await expect(page.getByRole('combobox', { name: 'Filter Services' })).toHaveValue('type:lb ready:0');
  await expect(row(page, 'lobby')).toBeHidden();
  expect(steps.count).toEqual({ steps: 1, typed: 15 });
});

test('10 what idle load balancers cost in a month', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(page.getByRole('navigation').getByRole('link', { name: 'Costs' }));
  await expect(page.getByRole('heading', { name: 'Costs' })).toBeVisible();
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  expect(steps.count.steps).toBeLessThanOrEqual(1);
});

test('11 the DNS name for other namespaces', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(row(page, 'backend'), { button: 'right' });
  await steps.click(page.getByRole('menuitem', { name: /Copy DNS name/ }));
  await expect(page.getByText('Copied: backend.shop.svc')).toBeVisible();
  expect(steps.count.steps).toBeLessThanOrEqual(2);
});

test('12 a shell in the Pod behind it', async ({ page }) => {
  const steps = new Steps(page);
  await steps.click(row(page, 'backend').getByRole('rowheader'));
  await steps.click(page.getByRole('button', { name: /backend-\w+-\w+/ }).first());
  await steps.click(page.getByRole('button', { name: /^Shell in backend-/ }));
  await expect(page.getByRole('region', { name: 'Terminals' }).locator('.xterm-rows')).toContainText('/ #');
  expect(steps.count.steps).toBeLessThanOrEqual(3);
});
