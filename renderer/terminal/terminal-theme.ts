import type { ITheme } from '@xterm/xterm';

/** The terminal's colours out of the app's own, so that it follows the theme. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const base = {
    black: token('ink'),
    red: token('bad'),
    green: token('ready'),
    yellow: token('warn'),
    blue: token('accent'),
    magenta: token('course'),
    cyan: between(token('accent'), token('ready')),
    white: token('ink-3'),
  };
  const bright = Object.entries(base).map(([name, colour]) => [
    `bright${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`,
    colour,
  ]);
  return {
    ...base,
    ...(Object.fromEntries(bright) as ITheme),
    background: token('panel'),
    foreground: token('ink'),
    cursor: token('ink'),
    cursorAccent: token('panel'),
    selectionBackground: token('selected'),
    selectionForeground: token('ink'),
  };
}

/** The colour halfway between two of `#rrggbb`. */
function between(one: string, other: string): string {
  const parts = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const others = parts(other);
  return `#${parts(one)
    .map((value, index) =>
      Math.round((value + (others[index] ?? value)) / 2)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
