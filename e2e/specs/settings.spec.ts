import { test } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

test('Korean takes over at once, also for what went wrong, and stays', async ({ page, api }) => {
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByRole('radio', { name: '한국어' }).check();
  await expect(page.getByRole('heading', { name: '설정' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page).toHaveTitle('설정 · Portolan');
  await page.reload();
  await expect(page.getByRole('heading', { name: '설정' })).toBeVisible();

  api.fault = () => ({ t: 'status', status: 401 });
  api.endWatches();
  await page.evaluate(() => (location.hash = '#/services'));
  await expect(page.getByRole('grid', { name: '서비스' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(
    '사용자 dev-user: 자격 증명이 거부되었습니다(401). 다시 로그인하거나 새 kubeconfig를 받으세요.',
  );
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('a chosen theme is drawn whatever the system has, and the system’s own follows it', async ({ page }) => {
  const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await paper();
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.reload();
  await expect.poll(paper).toBe(dark);
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect.poll(paper).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(paper).toBe(light);
  await page.getByRole('group', { name: 'Appearance' }).getByRole('radio', { name: 'As the system' }).check();
  await expect.poll(paper).toBe(dark);
});
