import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('checks say what they will do, do it when asked, and join the proof', async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/trouble/emails/diagnosis'));
  await expect(page.getByText('route stops here')).toBeVisible();
  await page.getByRole('button', { name: 'Check now' }).click();
  const checks = page.getByRole('region', { name: 'Checks on request' });
  await expect(
    checks.getByText(/^Starts a Pod in trouble from \S+, asks with curl for emails\.trouble\.svc:80/),
  ).toBeVisible();
  await expect(page.getByText('panic: SMTP_HOST is not set')).toBeHidden();
  await checks.getByRole('button', { name: 'Run: Read the last log lines' }).click();
  await expect(checks.getByText('panic: SMTP_HOST is not set').first()).toBeVisible();
  await expect(
    page.getByRole('list', { name: /^Checks in the order/ }).getByText(/panic: SMTP_HOST is not set/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByText('Report copied')).toBeVisible();
  await checks.getByRole('button', { name: 'Run: Ask from inside the cluster' }).click();
  await expect(checks.getByText('refuses the connection').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
