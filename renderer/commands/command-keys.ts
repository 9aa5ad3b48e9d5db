import type { Attachment } from 'svelte/attachments';
import type { Commands } from './commands.svelte.ts';
import { isHeard, pressedBy, strokeOf } from './strokes.ts';

/** Gives the window its keys: those of the command table, and no others. */
export function commandKeys(commands: Commands): Attachment<Window> {
  return (page) => {
    /** What was pressed of a longer sequence, as `g` of `g s`. */
    let begun: readonly string[] = [];

    function press(event: KeyboardEvent): void {
      if (isModifier(event.key)) return;
      const stroke = strokeOf(event);
      const strokes = [...begun, stroke];
      begun = [];
      if (!isHeard(event, stroke)) return;
      const { ids, more } = pressedBy(strokes);
      if (more) begun = strokes;
      else if (!commands.run(ids)) return;
      event.preventDefault();
      event.stopPropagation();
    }

    // A chord, or the next stroke of a sequence, is nobody else's; a single key is first of all the focused part's.
    const early = (event: KeyboardEvent): void => {
      if (begun.length > 0 || event.ctrlKey || event.metaKey || event.altKey) press(event);
    };
    const late = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey || event.altKey)) press(event);
    };
    page.addEventListener('keydown', early, { capture: true });
    page.addEventListener('keydown', late);
    return () => {
      page.removeEventListener('keydown', early, { capture: true });
      page.removeEventListener('keydown', late);
    };
  };
}

const isModifier = (key: string): boolean => ['Shift', 'Control', 'Alt', 'Meta'].includes(key);
