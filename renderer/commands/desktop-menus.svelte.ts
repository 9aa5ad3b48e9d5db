import { COMMAND_MESSAGE, type CommandMessage, type Desktop } from '../../shared/desktop.ts';
import { commandLines } from '../../shared/command-table.ts';
import type { Commands } from './commands.svelte.ts';

/** Has the desktop's menus show what can be done now, and does what is chosen there. To be called while a component is made. */
export function joinMenus(commands: Commands, desktop: Desktop): void {
  // A text, so that only another set of commands is news.
  const live = $derived([...commands.live.keys()].toSorted().join(' '));
  $effect(() => desktop.tellCommands(live.split(' ')));
  $effect(() => {
    const hear = ({ data, source }: MessageEvent<unknown>): void => {
      if (source !== window || !isCommandMessage(data)) return;
      commands.run(commandLines.filter(({ id }) => id === data.id).map(({ id }) => id));
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  });
}

function isCommandMessage(data: unknown): data is CommandMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === COMMAND_MESSAGE;
}
