import type { Locator, Page } from '@playwright/test';
import { violations } from '../axe.ts';
import type { Bed } from '../cluster/bed.ts';
import { service } from '../cluster/samples/builders.ts';
import { makeNodePortsLocal } from '../edge/mutating-webhook.ts';
import { expect, test as base } from '../hosts.ts';

/** A Service of each test's own: `shop/lamp`, with the endpoints of `web`. */
const test = base.extend<{ lamp: () => Promise<Record<string, unknown>> }>({
  lamp: async ({ bed }, use) => {
    const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
    await bed.apply([service(['shop', 'lamp'], { selector: { app: 'web' }, ports })]);
    await use(
      async () =>
        JSON.parse(await bed.kubectl(['-n', 'shop', 'get', 'svc', 'lamp', '-o', 'json'])) as Record<string, unknown>,
    );
    await bed.kubectl(['-n', 'shop', 'delete', 'svc', 'lamp', '--ignore-not-found']);
  },
});

const typeOf = async (lamp: () => Promise<Record<string, unknown>>): Promise<string> =>
  ((await lamp())['spec'] as { type: string }).type;
const sheetOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Exposure of shop/lamp' });
const patch = (bed: Bed, body: unknown): Promise<string> =>
  bed.kubectl(['-n', 'shop', 'patch', 'svc', 'lamp', '--type', 'merge', '-p', JSON.stringify(body)]);

async function showLamp(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:lamp');
  await expect(page.getByRole('row', { name: /lamp/ })).toBeVisible();
  // It may have been there before the filter: only now it is alone.
  await expect(page.getByRole('grid', { name: 'Services' })).toHaveAttribute('aria-rowcount', '2');
}

async function counted(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Reflect.set(globalThis, 'clicks', 0);
    addEventListener(
      'click',
      () => Reflect.set(globalThis, 'clicks', Number(Reflect.get(globalThis, 'clicks')) + 1),
      true,
    );
  });
  return () => page.evaluate(() => Number(Reflect.get(globalThis, 'clicks')));
}

test('a type is changed in two clicks, and back in one', async ({ page, lamp }) => {
  await showLamp(page);
  const clicks = await counted(page);
  await page.getByRole('button', { name: 'ClusterIP, exposure of lamp' }).click();
  await sheetOf(page).getByRole('button', { name: 'Change to NodePort' }).click();
  await expect.poll(() => typeOf(lamp)).toBe('NodePort');
  expect(await clicks()).toBe(2);
  await expect(sheetOf(page).getByText('shop/lamp is NodePort')).toBeVisible();
  await expect(sheetOf(page).getByText('Seen in the cluster')).toBeVisible();

  await page.getByRole('contentinfo').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => typeOf(lamp)).toBe('ClusterIP');
  expect(await clicks()).toBe(3);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => typeOf(lamp)).toBe('NodePort');
});

test('keys alone lead from a row to a change seen beforehand, and back', async ({ page, lamp }) => {
  await showLamp(page);
  await page.getByRole('combobox', { name: 'Filter Services' }).press('Enter');
  await expect(page.getByRole('row', { name: /lamp/ })).toBeFocused();
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { name: 'Exposure of shop/lamp' })).toBeFocused();
  await page.keyboard.press('3');
  const sheet = sheetOf(page);
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  await expect(sheet.getByText(/kubectl --context bed -n shop patch service lamp --type merge/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Apply to bed' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => typeOf(lamp)).toBe('LoadBalancer');
  await expect(sheet.getByText('shop/lamp is LoadBalancer')).toBeVisible();
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect.poll(() => typeOf(lamp)).toBe('ClusterIP');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('row', { name: /lamp/ })).toBeFocused();
});

test('fields are checked as typed in the words of the server, and applied together', async ({ page, lamp }) => {
  await showLamp(page);
  await page.getByRole('button', { name: 'ClusterIP, exposure of lamp' }).click();
  const sheet = sheetOf(page);
  await sheet.getByRole('button', { name: 'Ports, policies, annotations and more' }).click();
  await sheet.getByRole('button', { name: /^2?\s*NodePort/ }).click();
  await sheet.getByLabel('80/TCP nodePort').fill('80');
  await expect(sheet.getByText(/nodePort Invalid value: 80: provided port is not in the valid range/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Apply to bed' })).toBeDisabled();
  await sheet.getByLabel('80/TCP nodePort').fill('3008x');
  await expect(sheet.getByText('Not a whole number.')).toBeVisible();
  await sheet.getByLabel('80/TCP nodePort').fill('30004');
  await sheet.getByLabel('sessionAffinity').selectOption('ClientIP');
  await sheet.getByLabel('timeoutSeconds').fill('90000');
  await expect(sheet.getByText(/must be greater than 0 and less than 86400/).first()).toBeVisible();
  await sheet.getByLabel('timeoutSeconds').fill('600');
  await sheet.getByLabel('Load balancers of').selectOption('MetalLB');
  const address = sheet.getByRole('textbox', { name: 'Address metallb.io/loadBalancerIPs' });
  await address.fill('somewhere');
  await expect(sheet.getByText('Only IP addresses, with commas between them.')).toBeVisible();
  await address.fill('203.0.113.9');
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  await sheet.getByRole('button', { name: 'Apply to bed' }).click();
  await expect.poll(lamp).toMatchObject({
    metadata: { annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.9' } },
    spec: {
      type: 'NodePort',
      ports: [{ nodePort: 30004 }],
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    },
  });

  const history = sheet.getByRole('list').filter({ hasText: 'ClusterIP → NodePort' });
  await history.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => typeOf(lamp)).toBe('ClusterIP');
  expect((await lamp())['spec']).toMatchObject({ sessionAffinity: 'None' });
  await history.getByRole('button', { name: 'Redo' }).click();
  await expect.poll(lamp).toMatchObject({ spec: { type: 'NodePort', ports: [{ nodePort: 30004 }] } });
});

test('the sheet follows a Service that somebody else edits, and loses none of their edits', async ({
  page,
  lamp,
  bed,
}) => {
  await showLamp(page);
  await page.getByRole('button', { name: 'ClusterIP, exposure of lamp' }).click();
  const sheet = sheetOf(page);
  await sheet.getByRole('button', { name: /^2?\s*NodePort/ }).click();
  await expect(sheet.getByText('ports[80/TCP].nodePort')).toBeVisible();
  const ports = [80, 8443].map((port) => ({ name: `p${port}`, port, targetPort: 8080 }));
  await patch(bed, { spec: { ports } });
  await expect(sheet.getByText('ports[8443/TCP].nodePort')).toBeVisible();

  let edits = 0;
  const done = { is: false };
  const editor = (async () => {
    while (!done.is) await patch(bed, { metadata: { annotations: { [`edit-${++edits}`]: 'kept' } } });
  })();
  await sheet.getByRole('button', { name: 'Apply to bed' }).click();
  await expect(sheet.getByText('shop/lamp is NodePort')).toBeVisible();
  done.is = true;
  await editor;
  const { metadata, spec } = (await lamp()) as {
    metadata: { annotations: object };
    spec: { type: string; ports: unknown[] };
  };
  expect(spec).toMatchObject({ type: 'NodePort', ports: [{ port: 80 }, { port: 8443 }] });
  expect(Object.keys(metadata.annotations).filter((key) => key.startsWith('edit-'))).toHaveLength(edits);
});

test('what the server makes differently from the forecast is shown, and not done in one click', async ({
  page,
  bed,
  lamp,
}) => {
  await patch(bed, { metadata: { labels: { lamp: 'yes' } } });
  await using _webhook = await makeNodePortsLocal(bed, { lamp: 'yes' });
  await showLamp(page);
  await page.getByRole('button', { name: 'ClusterIP, exposure of lamp' }).click();
  const sheet = sheetOf(page);
  // The API server takes a while to hear of a new webhook; each edit has the sheet ask again.
  await expect(async () => {
    await patch(bed, { metadata: { annotations: { 'wake-up': String(Date.now()) } } });
    await expect(sheet.getByRole('button', { name: 'Look at NodePort' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await sheet.getByRole('button', { name: 'Look at NodePort' }).click();
  await expect(sheet.getByText('The dry run differs from the forecast in one field')).toBeVisible();
  await expect(sheet.getByRole('row', { name: /externalTrafficPolicy Cluster Local/ })).toBeVisible();
  expect(await typeOf(lamp)).toBe('ClusterIP');
});

test.describe('who may look and not change', () => {
  test.use({
    kubeconfig: async ({ bed }, use) =>
      use(await bed.kubeconfigFor({ kind: 'token', as: 'viewer', namespace: 'shop' })),
  });

  test('is told beforehand, at the button', async ({ page, lamp }) => {
    await showLamp(page);
    await page.getByRole('button', { name: 'ClusterIP, exposure of lamp' }).click();
    const sheet = sheetOf(page);
    await expect(sheet.getByText('You may not patch Services in shop.').first()).toBeVisible();
    await expect(sheet.getByRole('button', { name: 'Change to NodePort' })).toHaveCount(0);
    await sheet.getByRole('button', { name: 'Look at NodePort' }).click();
    await expect(sheet.getByRole('button', { name: /^Apply to/ })).toBeDisabled();
    expect(await typeOf(lamp)).toBe('ClusterIP');
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the sheet breaks no rule of axe (${colorScheme})`, async ({ page, lamp }) => {
    expect(await typeOf(lamp)).toBe('ClusterIP');
    await page.emulateMedia({ colorScheme });
    await showLamp(page);
    await page.getByRole('button', { name: /exposure of lamp/ }).click();
    const sheet = sheetOf(page);
    await expect(sheet.getByRole('button', { name: 'Change to NodePort' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('3');
    await sheet.getByRole('button', { name: 'Ports, policies, annotations and more' }).click();
    await sheet.getByRole('button', { name: 'Show before and after' }).click();
    await expect(sheet.getByText('Dry run accepted')).toBeVisible();
    await expect(sheet.locator('.cm-content')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });

  test('the tab of a Service breaks no rule of axe', async ({ page, lamp }) => {
    expect(await typeOf(lamp)).toBe('ClusterIP');
    await expect(page.getByRole('row', { name: /lamp/ })).toBeVisible();
    await page.evaluate(() => (location.hash = '#/s/bed/shop/lamp/exposure'));
    await expect(page.getByRole('button', { name: /^NodePort \S|Change to NodePort/ }).last()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
});
