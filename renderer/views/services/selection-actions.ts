import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Actions } from '../../commands/commands.svelte.ts';
import type { Selection } from './selection.svelte.ts';

/** Selects the row that the focus was on last, and gives up what is selected. */
export function selectionActions(selection: Selection, chosen: ServiceRow | undefined): Actions {
  return {
    ...(chosen && { 'list.select': () => selection.toggle(chosen.key) }),
    ...(selection.rows.length > 0 && { 'page.back': () => selection.clear() }),
  };
}
