import { putLoadBalancers } from '../edge/load-balancers.ts';
import { test } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

test.beforeEach(async ({ page, api }) => {
  putLoadBalancers(api);
  await page.evaluate(() => (location.hash = '#/costs'));
});

test('ten load balancers against one Ingress: 162 $ against 16.20 $ in a month of 720 hours', async ({ page }) => {
  const plan = page.getByRole('region', { name: 'Share one load balancer' });
  await expect(plan.getByText('saves ~$148 a month')).toBeVisible();
  await page.getByRole('button', { name: 'How this is counted' }).click();
  await page.getByLabel('Hours a month').selectOption('720');
  await expect(plan.getByText('10 × 0.0225 USD/h × 720 h = ~$162 a month')).toBeVisible();
  await expect(plan.getByText('1 × 0.0225 USD/h × 720 h = ~$16.20 a month')).toBeVisible();
  await expect(page.getByText('~$162 a month', { exact: true })).toBeVisible();
});

test('an idle load balancer is told at once, and an own price is taken for all of the cluster', async ({
  page,
  api,
}) => {
  await expect(page.getByRole('row', { name: /auth/ })).toContainText('~$16.43');
  api.objects.remove('endpointslices', 'edge/auth-1');
  await expect(page.getByRole('row', { name: /auth/ })).toContainText('idle: no ready endpoint');
  api.objects.remove('nodes', 'a1');
  await expect(page.getByRole('row', { name: /auth/ })).toContainText('unknown');
  await page.getByRole('row', { name: /auth/ }).getByRole('button', { name: 'Set price' }).click();
  await expect(page.getByRole('row', { name: /auth/ }).getByRole('spinbutton')).toBeFocused();
  await page.keyboard.type('0.01');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /auth/ })).toContainText('~$7.30');
});

test('an Ingress has an ALB of its own row, and a load balancer its own traffic', async ({ page, api }) => {
  api.objects.put('ingresses', {
    metadata: {
      namespace: 'edge',
      name: 'shop',
      annotations: { 'alb.ingress.kubernetes.io/scheme': 'internet-facing' },
    },
    spec: { ingressClassName: 'alb', rules: [{ http: { paths: [{ backend: { service: { name: 'api' } } }] } }] },
    status: { loadBalancer: { ingress: [{ hostname: 'k8s-shop.us-east-1.elb.amazonaws.com' }] } },
  });
  const row = page.getByRole('row', { name: /Ingress shop/ });
  await expect(row).toContainText('AWS ALB');
  await expect(row).toContainText('~$16.43');
  await row.focus();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'How shop is counted' });
  await expect(detail).toContainText('0.0225 USD/h × 730 h');
  await detail.getByLabel('GB a month').fill('7300');
  await page.keyboard.press('Tab');
  await expect(detail).toContainText('10 LCU × 0.008 USD/h × 730 h');
  await expect(row).toContainText('~$74.83*');
  await expect(page.getByRole('row', { name: /auth/ })).toContainText('~$16.43');
  await detail.getByRole('button', { name: 'As all the others' }).click();
  await expect(row).toContainText('~$16.43');
});

test('costs are filtered, sorted and saved', async ({ page, api, outside }) => {
  api.objects.remove('endpointslices', 'edge/auth-1');
  await page.getByLabel('Filter costs').fill('is:idle');
  const grid = page.getByRole('grid', { name: 'Costs' });
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  const { text } = await outside.saved(() => page.getByRole('button', { name: 'Save as CSV' }).click());
  expect(text.trim().split('\r\n')).toHaveLength(2);
  expect(text).toContain('edge,Service,auth,AWS,NLB,');
  await page.getByLabel('Filter costs').fill('');
  await page.getByRole('button', { name: 'Service', exact: true }).click();
  await page.getByRole('button', { name: 'Service', exact: true }).click();
  await expect(grid.getByRole('columnheader', { name: 'Service' })).toHaveAttribute('aria-sort', 'descending');
  await expect(grid.getByRole('rowheader').first()).toHaveText(/store/);
});
