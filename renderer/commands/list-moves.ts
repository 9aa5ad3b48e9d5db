import type { CommandId } from '../../shared/command-table.ts';

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
      return at(index + 1);
    case 'list.previous':
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
