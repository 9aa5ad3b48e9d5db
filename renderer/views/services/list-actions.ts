import { tick } from 'svelte';
import type { ServiceRow } from '../../../shared/model/service.ts';
import { getCommands, type Actions } from '../../commands/commands.svelte.ts';
import { serviceScope } from '../../commands/service-actions.ts';
import { getTools } from '../../commands/tools.ts';
import type { RowFocus } from './row-focus.svelte.ts';
import type { Selection } from './selection.svelte.ts';
import type { ServiceList } from './service-list.svelte.ts';

interface Parts {
  readonly list: ServiceList;
  readonly focus: RowFocus;
  readonly selection: Selection;
  /** Shows the panel that forwards a whole namespace, which has this id. */
  readonly forwardAll: { readonly id: string; readonly show: () => void };
}

/** Gives the list its commands: those of the row that the focus was on last, of the selection, and of all there is. */
export function provideForList({ list, focus, selection, forwardAll }: Parts): void {
  const [tools, commands] = [getTools(), getCommands()];
  const showForwardAll = (): void => {
    forwardAll.show();
    tick().then(
      () => document.querySelector<HTMLElement>(`#${forwardAll.id} select`)?.focus(),
      () => undefined,
    );
  };
  commands.provide(() => (focus.chosen ? serviceScope(tools, focus.chosen) : { actions: {} }));
  commands.provide(() => ({
    actions: {
      ...selecting(selection, focus.chosen),
      ...(list.contexts.length > 0 && { 'forward.namespace': showForwardAll }),
    },
  }));
}

/** Selects the row that the focus was on last, and gives up what is selected. */
function selecting(selection: Selection, chosen: ServiceRow | undefined): Actions {
  return {
    ...(chosen && { 'list.select': () => selection.toggle(chosen.key) }),
    ...(selection.rows.length > 0 && { 'page.back': () => selection.clear() }),
  };
}
