import type { Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

/** Parts whose insides have one tab stop, and are moved through by arrows. */
const COMPOSITES = '[role="grid"], [role="table"], [role="tablist"], [role="group"], [role="radiogroup"], .cm-editor';
const WIDGETS = 'a[href], button, input, select, textarea, [role="tab"], [tabindex="0"]';

/** Marks what in the screen must be got at. */
function markWidgets(page: Page): Promise<void> {
  return page.evaluate(
    ({ widgets, composites }) => {
      const shown = [...document.querySelectorAll<HTMLElement>(`main :is(${widgets})`)].filter(
        (part) => part.checkVisibility({ checkVisibilityCSS: true }) && !part.matches(':disabled'),
      );
      const radios = new Set<string>();
      for (const part of shown) {
        const inside = part.tabIndex < 0 && part.closest(composites);
        const sameRadio = part instanceof HTMLInputElement && part.type === 'radio' && radios.has(part.name);
        if (part instanceof HTMLInputElement && part.type === 'radio') radios.add(part.name);
        if (!inside && !sameRadio) part.dataset['unvisited'] = '';
      }
    },
    { widgets: WIDGETS, composites: COMPOSITES },
  );
}

/** Goes through the screen by Tab, and answers with what the focus never came to. */
async function unvisited(page: Page): Promise<readonly string[]> {
  await markWidgets(page);
  // From the page's top: through its head and its screens, then the screen itself.
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  // Once around, of what there is by then: a screen may still be filling.
  for (let [pressed, around] = [0, 1]; pressed < around; pressed++) {
    await page.keyboard.press('Tab');
    around = await page.evaluate((widgets) => {
      const { activeElement } = document;
      const radio =
        activeElement instanceof HTMLInputElement && activeElement.type === 'radio' ? activeElement.name : '';
      if (radio !== '')
        for (const other of document.querySelectorAll(`[name="${radio}"]`)) other.removeAttribute('data-unvisited');
      activeElement?.removeAttribute('data-unvisited');
      const left = document.querySelectorAll('main [data-unvisited]').length;
      return left === 0 ? 0 : document.querySelectorAll(widgets).length + 40;
    }, WIDGETS);
  }
  return page.evaluate(() =>
    [...document.querySelectorAll('main [data-unvisited]')].map((part) => part.outerHTML.slice(0, 160)),
  );
}

const walks: readonly { readonly to: string; readonly keys: readonly string[] }[] = [
  { to: '#/services', keys: ['g', 's'] },
  { to: '#/s/portolan-demo/game-lobby/lobby/chart', keys: ['Control+k', ...Array.from('game lobby'), 'Enter'] },
  ...['endpoints', 'exposure', 'names', 'diagnosis', 'yaml', 'events'].map((tab) => ({
    to: `#/s/portolan-demo/game-lobby/lobby/${tab}`,
    keys: [']'],
  })),
  { to: '#/forwards', keys: ['g', 'f'] },
  { to: '#/problems', keys: ['g', 'p'] },
  { to: '#/nodes', keys: ['g', 'n'] },
  { to: '#/costs', keys: ['g', 'c'] },
  { to: '#/clusters', keys: ['g', 'l'] },
  { to: '#/settings', keys: ['Control+,'] },
];

test('every screen is reached, and every part of it, by keys alone', async ({ page }) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('row', { name: / lobby / })).toBeVisible();
  for (const { to, keys } of walks) {
    for (const key of keys) await page.keyboard.press(key === ' ' ? 'Space' : key);
    await expect.poll(() => page.evaluate(() => location.hash), to).toContain(to);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    expect.soft(await unvisited(page), to).toEqual([]);
    await page.evaluate(() =>
      document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
    );
  }
});
