import type { Attachment } from 'svelte/attachments';
import { getCommands } from './commands.svelte.ts';

/** To be called while a component is made: the key for filtering leads to the field that has this. */
export function filterKey(): Attachment<HTMLInputElement> {
  let field: HTMLInputElement | undefined;
  getCommands().provide(() => ({ actions: { 'app.filter': () => field?.select() } }));
  return (element) => {
    field = element;
    return () => (field = undefined);
  };
}
