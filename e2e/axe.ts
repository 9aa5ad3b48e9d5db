import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules of axe that the page breaks, each with the first part that breaks it. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Electron opens no second page, which axe would otherwise gather its results in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

/** The same in both themes. */
export async function violationsInThemes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    found.push(...(await violations(page)).map((violation) => `${theme}, ${violation}`));
  }
  return found;
}
