import type { Locator, Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { service } from '../cluster/samples/builders.ts';
import { expect, test as base } from '../hosts.ts';

/** `shop/console`, a Pod of each test's own with a Service before it, whose container reads. */
const test = base.extend<{ debuggers: () => Promise<string> }>({
  debuggers: async ({ bed }, use) => {
    const container = { name: 'main', image: 'registry.example.com/shell:1', stdin: true, tty: true };
    const metadata = { namespace: 'shop', name: 'console', labels: { app: 'console' } };
    await bed.apply([
      { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } },
      service(['shop', 'console'], { selector: { app: 'console' }, ports: [{ port: 80 }] }),
    ]);
    await bed.waitForEndpoints('shop', 'console', { ready: 1 });
    const added = '{range .spec.ephemeralContainers[*]}{.image} beside {.targetContainerName}{end}';
    await use(() => bed.kubectl(['-n', 'shop', 'get', 'pod', 'console', '-o', `jsonpath=${added}`]));
    await bed.kubectl(['-n', 'shop', 'delete', 'service,pod', 'console', '--now']);
  },
});

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Terminals' });
const screen = (page: Page): Locator => panel(page).locator('.pane:not(.hidden) .xterm-rows');

/** Chooses from the menu of the Pod's line by keys. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More for console' }).press('Enter');
  await page.getByRole('menuitem', { name }).press('Enter');
}

/** Types into the terminal that has come up last, once it takes keys. */
async function type(page: Page, text: string): Promise<void> {
  await expect(panel(page).getByText('running', { exact: true })).toBeVisible();
  await expect(panel(page).locator('.pane:not(.hidden)').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(text);
}

test.beforeEach(async ({ page, debuggers }) => {
  expect(await debuggers()).toBe('');
  await page.evaluate(() => (location.hash = '#/s/bed/shop/console/endpoints'));
});

test('a container is attached to by keys, and what runs in it is typed into', async ({ page }) => {
  await choose(page, 'Attach');
  await expect(panel(page).getByRole('tab', { name: 'Attached console' })).toHaveAttribute('aria-selected', 'true');
  await type(page, 'echo "in $CONTAINER"\n');
  await expect(screen(page)).toContainText('in main');
  await panel(page)
    .getByRole('button', { name: /^Close / })
    .press('Enter');
  await expect(panel(page).getByText('No terminal is open.')).toBeVisible();
});

test('a debug container is said to stay, is added to the Pod, and its shell is typed into', async ({
  page,
  debuggers,
}) => {
  await choose(page, 'Debug container…');
  const dialog = page.getByRole('dialog', { name: 'Debug container in console' });
  await expect(dialog).toContainText('Kubernetes takes none back.');
  await expect(dialog.getByRole('combobox', { name: 'Sees processes of' })).toHaveValue('main');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Image' }).fill('busybox:1.37');
  await dialog.getByRole('textbox', { name: 'Image' }).press('Enter');
  await type(page, 'echo "in ${CONTAINER%-*}"\n');
  await expect(screen(page)).toContainText('in debugger');
  expect(await debuggers()).toBe('busybox:1.37 beside main');
  await panel(page)
    .getByRole('button', { name: /^Close / })
    .press('Enter');
  await panel(page).getByRole('button', { name: 'End it' }).press('Enter');
  await expect(panel(page).getByText('No terminal is open.')).toBeVisible();
});
