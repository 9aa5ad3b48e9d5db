import type { Attachment } from 'svelte/attachments';
import type { VListHandle } from 'virtua/svelte';

/** The focus over a table's rows, as far as the table has to know it. */
export interface GridFocus {
  /** Knows the table's element. */
  readonly attach: Attachment<HTMLElement>;
  /** Where the row with the focus stands; undefined while it is not in the list. */
  readonly place: number | undefined;
  /** The place that Tab comes to. */
  readonly active: number;
  /** The virtual list, which draws a row only once it is scrolled to. */
  scroller: VListHandle | undefined;
}
