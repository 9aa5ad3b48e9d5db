import { isMac } from './strokes.ts';

const words: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ContextMenu: '▤',
};
const onMac: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const elsewhere: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** What stands on the keys of a sequence, stroke by stroke. A capital is the letter's key with Shift. */
export function capsOf(keys: string, mac = isMac): readonly (readonly string[])[] {
  const names = { ...words, ...(mac ? onMac : elsewhere) };
  return keys.split(' ').map((stroke) => {
    const parts = /^[A-Z]$/.test(stroke) ? ['Shift', stroke] : stroke.split('+');
    return parts.map((part) => names[part] ?? part);
  });
}
