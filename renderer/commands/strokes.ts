import { commandLines, type CommandId } from '../../shared/command-table.ts';

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export const isMac = /^Mac/.test(navigator.platform);

/** What a key press means to us: its character, or on a non-Latin layout (Korean) the character of its place. */
export function keyOf({ key, code, shiftKey }: Pick<KeyPress, 'key' | 'code' | 'shiftKey'>): string {
  if (key.length !== 1 || /^[\u0020-\u007e]$/.test(key)) return key;
  if (!/^Key[A-Z]$/.test(code)) return key;
  return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
}

/** A key press as the command table writes it: `f`, `F`, `?`, `Mod+K`, `Mod+Shift+P`, `Alt+ArrowLeft`. */
export function strokeOf(event: KeyPress, mac = isMac): string {
  const key = keyOf(event);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  const chord = mod || other || event.altKey;
  const modifiers = [
    other && 'Other',
    mod && 'Mod',
    event.altKey && 'Alt',
    event.shiftKey && (chord || key.length > 1) && 'Shift',
  ];
  return [...modifiers.filter((name) => name !== false), chord ? key.toUpperCase() : key].join('+');
}

/** In a text field these are the field's own, as all that prints. */
const EDITING = new Set(['MOD+Z', 'MOD+[', 'MOD+]', 'ALT+ARROWLEFT', 'ALT+ARROWRIGHT']);
/** A shell knows nearly every chord that is not the Mac's; what has Shift too, and this, is left to the app. */
const OVER_SHELLS = 'MOD+J';

/** Whether a stroke is heard as a command where it was made, and not by whoever types, composes Hangul or chooses there. */
export function isHeard(event: KeyboardEvent, stroke = strokeOf(event)): boolean {
  if (event.isComposing || event.defaultPrevented) return false;
  const { target } = event;
  if (!(target instanceof Element)) return true;
  const chord = stroke.toUpperCase();
  const isChord = /^(?:OTHER\+|MOD\+|ALT\+)/.test(chord);
  if (target.closest('.xterm')) return event.metaKey || (isChord && event.shiftKey) || chord === OVER_SHELLS;
  if (isChord) return !(EDITING.has(chord) && isTyping(target));
  return !isTyping(target) && !target.closest('select, [aria-modal="true"], [role="menu"]');
}

function isTyping(target: Element): boolean {
  return target.closest('input, textarea, [contenteditable="true"], .cm-editor') !== null;
}

/** Chords are told whatever their case: with Caps Lock or Shift a letter comes as a capital. */
const canonical = (stroke: string): string => (stroke.includes('+') ? stroke.toUpperCase() : stroke);
const isSame = (a: string, b: string): boolean => canonical(a) === canonical(b);

/** The commands that a sequence of strokes presses, and whether it may be the start of a longer one. */
export function pressedBy(strokes: readonly string[]): { readonly ids: readonly CommandId[]; readonly more: boolean } {
  const matching = commandLines
    .filter(({ local }) => !local)
    .flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, parts: key.split(' ') })))
    .filter(({ parts }) => strokes.every((stroke, at) => isSame(stroke, parts[at] ?? '')));
  return {
    ids: matching.filter(({ parts }) => parts.length === strokes.length).map(({ id }) => id),
    more: matching.some(({ parts }) => parts.length > strokes.length),
  };
}

/** What a key press means in a list that has the focus. */
export function listCommand(event: KeyboardEvent): CommandId | undefined {
  if (!isHeard(event)) return undefined;
  const stroke = strokeOf(event);
  return commandLines.find(({ local, keys = [] }) => local && keys.some((key) => isSame(key, stroke)))?.id;
}
