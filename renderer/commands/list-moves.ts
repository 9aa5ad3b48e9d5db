import type { CommandId } from '../../shared/command-table.ts';
import { listCommand } from './strokes.ts';

/** Where a list's command leads among `count` rows from `index`; undefined where it is no way to move. */
export function moveTo(
  command: CommandId | undefined,
  index: number,
  { count, page }: { readonly count: number; readonly page: number },
): number | undefined {
  const last = count - 1;
  const at = (place: number): number => Math.min(last, Math.max(0, place));
  switch (command) {
    case 'list.next':
    case 'list.extendNext':
      return at(index + 1);
    case 'list.previous':
    case 'list.extendPrevious':
      return at(index - 1);
    case 'list.pageDown':
      return at(index + page);
    case 'list.pageUp':
      return at(index - page);
    case 'list.first':
      return at(0);
    case 'list.last':
      return at(last);
    default:
      return undefined;
  }
}

/** Rows that a page key moves by. */
const PAGE = 20;

interface Rows<T> {
  readonly focus: { readonly active: number; readonly row: T | undefined; focus(place: number): void };
  readonly count: number;
  readonly onopen: (row: T) => void;
  /** With Shift held, all on the way are selected. */
  readonly onextend?: (from: T, to: number) => void;
}

/** Does what a key says in a table: goes to another row, or opens the one with the focus. */
export function pressInRows<T>(event: KeyboardEvent, { focus, count, onopen, onextend }: Rows<T>): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || !focus.row || target.closest('.head')) return;
  const command = listCommand(event);
  const to = moveTo(command, focus.active, { count, page: PAGE });
  if (to !== undefined) {
    if (command === 'list.extendNext' || command === 'list.extendPrevious') onextend?.(focus.row, to);
    focus.focus(to);
  }
  // A button in a row has Enter for itself.
  else if (command === 'list.open' && target.role === 'row') onopen(focus.row);
  else return;
  event.preventDefault();
}
