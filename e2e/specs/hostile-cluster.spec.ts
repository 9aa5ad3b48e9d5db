import type { Page } from '@playwright/test';
import { COMMANDS, HOSTILE_POD, HOSTILE_SERVICE } from '../edge/hostile-objects.ts';
import { test } from '../edge/on-hostile-api.ts';
import { expect } from '../hosts.ts';

const SERVICE = `#/s/dev/shop/${HOSTILE_SERVICE}`;
/** Each screen that shows words of a cluster, with some of them to wait for. */
const screens = [
  ['#/services', 'elsewhere'],
  [`${SERVICE}/chart`, HOSTILE_POD],
  [`${SERVICE}/endpoints`, HOSTILE_POD],
  [`${SERVICE}/exposure`, 'LoadBalancer'],
  [`${SERVICE}/names`, 'svc.cluster.local'],
  [`${SERVICE}/diagnosis`, 'Selector'],
  [`${SERVICE}/yaml`, 'annotations'],
  [`${SERVICE}/events`, 'root@prod'],
  ['#/s/dev/shop/elsewhere/chart', 'globalThis.hostile'],
  ['#/s/dev/__proto__/__proto__/chart', '__proto__'],
  ['#/problems', 'shop'],
  ['#/nodes', '__proto__'],
  ['#/costs', 'shop'],
  ['#/clusters', 'dev'],
] as const;

/** What became more than text on the page, and what a person would read otherwise than it is. */
function harm(page: Page): Promise<readonly string[]> {
  return page.evaluate((commands) => {
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    const texts = [document.body.innerText, ...attributes.map(({ value }) => value)];
    const links = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '#');
    return [
      ...['hostile'].filter((name) => Reflect.has(globalThis, name) || Reflect.has({}, name)),
      ...[...document.querySelectorAll('body script:not([src]), img[src="x"], [onload], [onerror]')].map(
        ({ outerHTML }) => outerHTML,
      ),
      ...links.filter((href) => !/^(?:#|https?:)/.test(href)),
      ...attributes.filter(({ name }) => name.startsWith('on')).map(({ name }) => name),
      ...texts.flatMap((text) => text.match(new RegExp(`.{0,9}${commands}`, 'g')) ?? []),
      ...texts.filter((text) => /M{20000}/.test(text)).map((text) => `${text.length} characters`),
    ];
  }, COMMANDS.source);
}

test('nothing that a cluster says runs, leads elsewhere, looks like something else or stops a screen', async ({
  page,
}) => {
  const trouble: string[] = [];
  const own = new URL('/', page.url()).href;
  page.on('pageerror', ({ message }) => trouble.push(message));
  page.on('dialog', (dialog) => {
    trouble.push(dialog.message());
    dialog.dismiss().catch(() => undefined);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) trouble.push(request.url());
  });
  for (const [hash, words] of screens) {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect.soft(page.getByRole('main'), hash).toContainText(words);
    expect.soft(await harm(page), hash).toEqual([]);
  }
  expect(trouble).toEqual([]);
});

test('a log is lines of text, whatever is in it', async ({ page }) => {
  await page.evaluate((hash) => (location.hash = hash), `${SERVICE}/endpoints`);
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  const screen = page.getByRole('region', { name: 'Terminals' }).locator('.xterm-rows');
  // A line of a megabyte comes before it, and is drawn as thousands.
  await expect(screen).toContainText('last', { timeout: 30_000 });
  expect(await harm(page)).toEqual([]);
  expect(await page.title()).not.toContain('root@prod');
});
