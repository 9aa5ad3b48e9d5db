// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

function theme(selector: string, from = 0): Map<string, string> {
  const block = css.slice(css.indexOf(selector, from)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = theme(':root {');
const dark = new Map([...light, ...theme(":root[data-theme='dark']")]);

const more = css.indexOf('@media (prefers-contrast: more)');
const lightMore = new Map([...light, ...theme(':root {', more)]);
const darkMore = new Map([...dark, ...theme(":root[data-theme='dark']", more)]);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast of two colours, 1 to 21. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** The token's contrast on the ground where it is worst. */
function leastContrast(token: string, colours: ReadonlyMap<string, string>): number {
  return Math.min(...grounds.map((ground) => contrast(colours.get(token) ?? '', colours.get(ground) ?? '')));
}

const grounds = ['paper', 'panel', 'sunk', 'selected', 'shoal', 'land'];
const text = ['ink', 'ink-2', 'ink-3', 'accent', 'ready', 'warn', 'bad', 'term', 'unknown', 'course', 'cost'];
const themes = { light, dark };

test.each(Object.entries(themes).flatMap(([name, colours]) => text.map((token) => [name, token, colours] as const)))(
  '%s: %s can be read on every ground',
  (_, token, colours) => {
    expect(leastContrast(token, colours)).toBeGreaterThanOrEqual(4.5);
  },
);

test.each(
  Object.entries({ light: lightMore, dark: darkMore }).flatMap(([name, colours]) =>
    text.map((token) => [name, token, colours] as const),
  ),
)('%s with more contrast: %s can be read on every ground', (_, token, colours) => {
  expect(leastContrast(token, colours)).toBeGreaterThanOrEqual(7);
});

test.each(Object.entries(themes))('%s: borders of controls stand out', (_, colours) => {
  expect(leastContrast('control', colours)).toBeGreaterThanOrEqual(3);
});

test.each(Object.entries(themes))('%s: letters on filled buttons and clusters can be read', (_, colours) => {
  const at = (name: string): string => colours.get(name) ?? '';
  expect(contrast(at('on-accent'), at('accent'))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(at('on-bad'), at('bad'))).toBeGreaterThanOrEqual(4.5);
  for (let n = 0; n < 8; n++) expect(contrast(at('on-cluster'), at(`cluster-${n}`))).toBeGreaterThanOrEqual(4.5);
});
