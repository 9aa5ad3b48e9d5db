import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { VListHandle } from 'virtua/svelte';
import type { Keyed } from '../../../shared/change.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';

/** Rows that a focus moves over. */
export interface Focusable<T extends Keyed> {
  readonly rows: readonly T[];
  /** Keeps a row in the list while the focus is on it. */
  pin(key: string | undefined): void;
}

/** The row that has the grid's one tab stop. It is told by key, so that it follows its Service wherever that goes. */
export class RowFocus<T extends Keyed = ServiceRow> {
  readonly #list: Focusable<T>;
  #key = $state<string>();
  #grid: HTMLElement | undefined;
  /** The virtual list, which draws a row only once it is scrolled to. */
  scroller = $state.raw<VListHandle>();

  constructor(list: Focusable<T>) {
    this.#list = list;
  }

  /** Where the row stands; undefined while it is not in the list. */
  readonly place: number | undefined = $derived.by(() => {
    const place = this.#list.rows.findIndex(({ key }) => key === this.#key);
    return place < 0 ? undefined : place;
  });
  /** The place that Tab comes to. */
  readonly active = $derived(this.place ?? 0);

  /** The row that the focus was on last: what commands from elsewhere, as the palette, are about. */
  readonly chosen: T | undefined = $derived.by(() =>
    this.place === undefined ? undefined : this.#list.rows[this.place],
  );

  readonly row: T | undefined = $derived.by(() => this.#list.rows[this.active]);

  /** Knows the grid, and pins the row that the focus is on. */
  readonly attach: Attachment<HTMLElement> = (grid) => {
    this.#grid = grid;
    const enter = ({ target }: FocusEvent): void => {
      const key = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
      if (key === undefined) return;
      this.#key = key;
      this.#list.pin(key);
    };
    // Later: the focus is also lost while the grid is taken from the page, when nothing may change.
    const leave = (): void =>
      queueMicrotask(() => {
        if (!grid.contains(document.activeElement)) this.#list.pin(undefined);
      });
    grid.addEventListener('focusin', enter);
    grid.addEventListener('focusout', leave);
    return () => {
      grid.removeEventListener('focusin', enter);
      grid.removeEventListener('focusout', leave);
      this.#list.pin(undefined);
    };
  };

  /** Moves the focus to the row of a Service, if it is in the list. */
  focusOn(key: string): void {
    const place = this.#list.rows.findIndex((row) => row.key === key);
    if (place >= 0) this.focus(place);
  }

  /** Moves the focus to a row, scrolling it into view. */
  focus(place = this.active): void {
    const row = this.#list.rows[place];
    if (!row) return;
    this.#key = row.key;
    this.scroller?.scrollToIndex(place, { align: 'nearest' });
    tick().then(
      () => this.#focusDrawn(row.key),
      () => undefined,
    );
  }

  /** A list that has just opened draws its rows, and then shows them, a few frames later: it measures first. */
  #focusDrawn(key: string, frames = 10): void {
    const row = this.#grid?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? undefined;
    row?.focus({ preventScroll: true });
    const hasFocus = row !== undefined && row === document.activeElement;
    if (!hasFocus && frames > 0 && key === this.#key) requestAnimationFrame(() => this.#focusDrawn(key, frames - 1));
  }
}
