import type { Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { service } from '../cluster/samples/builders.ts';
import { expect, test as base } from '../hosts.ts';

const names = ['twin-a', 'twin-b'];

/** Two load balancers of each test's own, and a class of Ingresses that nobody serves. */
const test = base.extend<{ types: () => Promise<string> }>({
  types: async ({ bed }, use) => {
    const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
    const ingressClass = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'near' } };
    await bed.apply([
      ...names.map((name) => service(['shop', name], { type: 'LoadBalancer', selector: { app: 'web' }, ports })),
      { ...ingressClass, spec: { controller: 'example.com/near' } },
    ]);
    await use(() => bed.kubectl(['-n', 'shop', 'get', 'svc', ...names, '-o', 'jsonpath={.items[*].spec.type}']));
    await bed.kubectl(['-n', 'shop', 'delete', 'svc,ingress', ...names, 'shared', '--ignore-not-found']);
    await bed.kubectl(['delete', 'ingressclass', 'near']);
  },
});

async function selectTwins(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:twin-*');
  await expect(page.getByRole('grid', { name: 'Services' })).toHaveAttribute('aria-rowcount', '3');
  await page.getByRole('combobox', { name: 'Filter Services' }).press('Enter');
  await expect(page.getByRole('row', { name: /twin-a/ })).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
}

test('several Services are selected by keys, changed together and taken back together', async ({ page, types }) => {
  await selectTwins(page);
  await page.getByRole('button', { name: 'Change exposure' }).click();
  const sheet = page.getByRole('dialog', { name: 'Exposure of 2 Services' });
  await sheet.getByRole('button', { name: /NodePort/ }).click();
  await sheet.getByRole('button', { name: 'Apply to 2 Service(s)' }).click();
  await expect(sheet.getByText('2 of 2 changed')).toBeVisible();
  expect(await types()).toBe('NodePort NodePort');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(types).toBe('LoadBalancer LoadBalancer');
});

test('load balancers give way to one Ingress with hosts as typed, and come back', async ({ page, types, bed }) => {
  await selectTwins(page);
  await page.getByRole('button', { name: 'Share one entry' }).click();
  const sheet = page.getByRole('dialog', { name: 'One entry for 2 Services' });
  await sheet.getByLabel('Host for shop/twin-a').fill('A_b');
  await expect(sheet.getByText(/The rule for shop\/twin-a would be refused/).first()).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Apply to bed' })).toBeDisabled();
  await sheet.getByLabel('Host for shop/twin-a').fill('a.example.com');
  await expect(sheet.getByText('Dry run accepted')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Apply to bed' }).click();
  await expect(sheet.getByText('The entry “shared” is made')).toBeVisible();
  expect(await types()).toBe('ClusterIP ClusterIP');
  const ingress = ['-n', 'shop', 'get', 'ingress', 'shared', '--ignore-not-found', '-o', 'jsonpath={.spec}'];
  expect(JSON.parse(await bed.kubectl(ingress))).toMatchObject({
    ingressClassName: 'near',
    rules: [{ host: 'a.example.com' }, {}],
  });
  await page.evaluate(() => (location.hash = '#/costs'));
  const list = page.getByRole('region', { name: 'Shared from here in bed' });
  await list.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(types).toBe('LoadBalancer LoadBalancer');
  expect(await bed.kubectl(ingress)).toBe('');
  await expect(list).toBeHidden();
});
