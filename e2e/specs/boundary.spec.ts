import { expect, test } from '../hosts.ts';

// What holds in every door: the page is the app's own code, and nothing else runs in it or leaves it.
test.use({ kubeconfig: '' });

test('the page has no Node', async ({ page }) => {
  const types = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].map((name) => typeof Reflect.get(globalThis, name)),
  );
  expect(types).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
});

test('the page loads without breaking its own content security policy', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await page.reload();
  await expect(page.locator('body *').first()).toBeAttached();
  expect(violations).toEqual([]);
});

test('inline script does not run', async ({ page }) => {
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.body.append(script);
  });
  expect(await page.evaluate(() => Reflect.has(globalThis, 'inlineRan'))).toBe(false);
});

test('the page reaches no other server, by request, picture or script', async ({ page, foreignServer }) => {
  const { url, requests } = foreignServer;
  const results = await page.evaluate(async (url) => {
    const load = (element: HTMLImageElement | HTMLScriptElement) =>
      new Promise((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        element.src = url;
        document.body.append(element);
      });
    return Promise.all([
      fetch(url).then(
        () => 'loaded',
        () => 'refused',
      ),
      load(new Image()),
      load(document.createElement('script')),
    ]);
  }, url);
  expect(results).toEqual(['refused', 'refused', 'refused']);
  expect(requests).toEqual([]);
});
