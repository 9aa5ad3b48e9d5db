import { Agent, get } from 'node:http';
import type { Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { expect, test } from '../hosts.ts';

/** The Pod that answers a new connection, which stays open as long as the agent. */
function podBehind(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve((JSON.parse(text) as { pod: string }).pod));
    }).on('error', reject);
  });
}

/** How many of nine new connections each Pod got. */
async function nine(url: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let n = 0; n < 9; n++) {
    const pod = await podBehind(url, new Agent());
    counts.set(pod, (counts.get(pod) ?? 0) + 1);
  }
  return counts;
}

/** Forwards `shop/web` and opens the Forwards screen; where it listens. */
async function forwardWeb(page: Page): Promise<string> {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:web');
  await page.getByRole('button', { name: 'Forward web' }).click();
  const link = page.locator('a[href^="http://localhost"]').first();
  await expect(link).toBeVisible();
  const url = (await link.getAttribute('href')) ?? '';
  await page.evaluate(() => (location.hash = '#/forwards'));
  await expect(page.getByRole('heading', { name: 'Forwards' })).toBeVisible();
  // Its port says that it speaks HTTP: requests would be balanced, and connections are what is counted here.
  await page.getByRole('combobox', { name: /^HTTP requests of/ }).selectOption('off');
  await expect(page.getByRole('combobox', { name: /^HTTP requests of/ })).toHaveValue('off');
  return url.replace('localhost', '127.0.0.1');
}

test('another policy takes the next connections while others run', async ({ page }) => {
  const url = await forwardWeb(page);
  const balance = page.getByRole('combobox', { name: /Balance of/ });
  await expect(balance.locator('option:checked')).toHaveText('automatic: round robin (rr)');
  const held = new Agent({ keepAlive: true, maxSockets: 3 });
  const first = await Promise.all([1, 2, 3].map(() => podBehind(`${url}/slow?ms=300`, held)));
  expect(new Set(first).size).toBe(3);
  expect([...(await nine(url)).values()]).toEqual([3, 3, 3]);

  await balance.selectOption({ label: 'first' });
  await expect(page.getByText('All connections go to the first endpoint', { exact: false })).toBeVisible();
  await expect(page.getByText('Balance: first')).toBeVisible();
  const [[only, count] = []] = await nine(url);
  expect(count).toBe(9);
  // Of the last minute's connections nearly two thirds were its own by then.
  const share = page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Drain ${only}` }) })
    .locator('strong');
  await expect.poll(async () => parseInt((await share.textContent()) ?? '', 10)).toBeGreaterThan(50);
  expect(new Set(await Promise.all([1, 2, 3].map(() => podBehind(`${url}/slow?ms=300`, held))))).toEqual(
    new Set(first),
  );
  held.destroy();
});

test('an endpoint is drained, weighed and singled out by keyboard, and the counts follow', async ({ page }) => {
  const url = await forwardWeb(page);
  const [pod = ''] = (await nine(url)).keys();
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: `Drain ${pod}` }) });
  const drain = page.getByRole('button', { name: `Drain ${pod}` });
  await drain.focus();
  await page.keyboard.press('Enter');
  await expect(drain).toHaveAttribute('aria-pressed', 'true');
  await expect(row.getByText(/drained, \d+ left/)).toBeVisible();
  expect((await nine(url)).has(pod)).toBe(false);

  const only = page.getByRole('button', { name: `Only ${pod}` });
  await only.focus();
  await page.keyboard.press('Space');
  await expect(only).toHaveAttribute('aria-pressed', 'true');
  expect([...(await nine(url)).keys()]).toEqual([pod]);
  await page.keyboard.press('Space');
  await expect(only).toHaveAttribute('aria-pressed', 'false');
  await drain.click();
  await expect(row.getByText(/drained/)).toBeHidden();

  await page.locator('body').press('b');
  await expect(page.getByRole('combobox', { name: /Balance of/ })).toBeFocused();
  await page.getByRole('combobox', { name: /Balance of/ }).selectOption({ label: 'weighted round robin (wrr)' });
  const weight = page.getByRole('spinbutton', { name: `Weight of ${pod}` });
  await weight.fill('7');
  await weight.press('Enter');
  await expect(page.getByText('Balance: weighted round robin (wrr)')).toBeVisible();
  await expect.poll(async () => (await nine(url)).get(pod)).toBe(7);
});

test('with every endpoint drained connections are held, and one click lets all serve again', async ({ page }) => {
  const url = await forwardWeb(page);
  await expect(page.getByRole('button', { name: /^Drain / })).toHaveCount(3);
  for (const drain of await page.getByRole('button', { name: /^Drain / }).all()) {
    await drain.click();
    await expect(drain).toHaveAttribute('aria-pressed', 'true');
  }
  const held = podBehind(url, new Agent());
  await expect(page.getByText('1 held')).toBeVisible();
  await page.getByRole('button', { name: 'Let all endpoints serve' }).click();
  expect(await held).toMatch(/^web-/);
  expect([...(await nine(url)).values()]).toEqual([3, 3, 3]);
});

test('a forward with its endpoints breaks no rule of axe', async ({ page }) => {
  await forwardWeb(page);
  await page.getByRole('combobox', { name: /Balance of/ }).selectOption({ label: 'random' });
  await page
    .getByRole('button', { name: /^Drain / })
    .first()
    .click();
  await expect(page.getByText(/drained, 0 left/)).toBeVisible();
  await expect(page.getByRole('spinbutton')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
});

test('a paused forward keeps its port, turns new connections away, and goes on', async ({ page }) => {
  const url = await forwardWeb(page);
  await expect(async () => {
    await nine(url);
    const plot = page.getByRole('img', { name: /^Connections per second, last 60 s\..* at most [1-9]/ });
    await expect(plot).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await page.getByRole('button', { name: /^Pause localhost/ }).click();
  await expect(page.getByRole('button', { name: 'Paused', exact: true })).toBeVisible();
  await expect(page.getByText('the port is kept and new connections are turned away', { exact: false })).toBeVisible();
  await expect(podBehind(url, new Agent())).rejects.toThrow('ECONNRESET');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: /^Resume localhost/ }).click();
  await expect.poll(() => podBehind(url, new Agent()).catch(() => '')).toMatch(/^web-/);
});
