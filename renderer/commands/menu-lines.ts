import { commandLines, type CommandGroup, type CommandId } from '../../shared/command-table.ts';
import type { Actions } from './commands.svelte.ts';

export interface MenuLine {
  readonly id: CommandId;
  readonly title: () => string;
  readonly keys?: string;
  readonly run: () => void;
}

/** The lines of a menu that belong together. */
export interface MenuPart {
  readonly group: CommandGroup;
  readonly lines: readonly MenuLine[];
}

/** The menu of what can be done to an object, in the order of the command table; opening it comes first. */
export function menuParts(actions: Actions): readonly MenuPart[] {
  const parts = new Map<CommandGroup, MenuLine[]>([['list', []]]);
  for (const { id, title, keys, group } of commandLines) {
    const run = actions[id];
    if (!run) continue;
    const [first] = keys ?? [];
    const lines = parts.get(group) ?? [];
    parts.set(group, [...lines, { id, title, run, ...(first !== undefined && { keys: first }) }]);
  }
  return [...parts].map(([group, lines]) => ({ group, lines })).filter(({ lines }) => lines.length > 0);
}
