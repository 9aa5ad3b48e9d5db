/** What a key press means to us: its character, or on a non-Latin layout (Korean) the character of its place. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (event.key.length !== 1 || /^[\u0020-\u007e]$/.test(event.key)) return event.key;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

/** Whether a single letter is a command here: not while somebody types, composes Hangul, or holds Ctrl, Alt or Cmd. */
export function isCommand(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const { target } = event;
  return !(
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"], .cm-editor')
  );
}
