import type { ServiceRow } from '../../../shared/model/service.ts';

/** The list that is selected from. */
export interface Selectable {
  /** In view, in their order. */
  readonly rows: readonly ServiceRow[];
  /** Also those that the filter hides: they stay selected. */
  readonly all: readonly ServiceRow[];
}

type Held = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** Services picked to do something with all of them; one that is gone is not among them any more. */
export class Selection {
  readonly #list: Selectable;
  #keys = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  #anchor: string | undefined;

  constructor(list: Selectable) {
    this.#list = list;
  }

  readonly rows: readonly ServiceRow[] = $derived.by(() =>
    this.#keys.size === 0 ? [] : this.#list.all.filter(({ key }) => this.#keys.has(key)),
  );

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  toggle(key: string): void {
    const keys = new Set(this.#keys);
    if (!keys.delete(key)) keys.add(key);
    this.#keys = keys;
    this.#anchor = key;
  }

  /** From where the last one was picked to here. */
  extendTo(key: string): void {
    const { rows } = this.#list;
    const [from, to] = [this.#anchor ?? key, key].map((one) => rows.findIndex((row) => row.key === one));
    if (from === undefined || to === undefined || from < 0 || to < 0) return this.toggle(key);
    const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#keys = new Set([...this.#keys, ...range.map((row) => row.key)]);
  }

  /** A step with Shift held: from where it is left to where it leads. */
  extend(from: string, to: string | undefined): void {
    if (!this.#keys.has(from)) this.toggle(from);
    if (to !== undefined) this.extendTo(to);
  }

  /** A click with a key held selects; whether it did. */
  click({ shiftKey, ctrlKey, metaKey }: Held, key: string): boolean {
    if (shiftKey) this.extendTo(key);
    else if (ctrlKey || metaKey) this.toggle(key);
    return shiftKey || ctrlKey || metaKey;
  }

  selectShown(): void {
    this.#keys = new Set([...this.#keys, ...this.#list.rows.map(({ key }) => key)]);
  }

  clear(): void {
    this.#keys = new Set();
    this.#anchor = undefined;
  }
}
