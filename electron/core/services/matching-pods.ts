import type { Pod } from '../kube/objects.ts';
import type { View } from '../kube/store.ts';
import type { TableNotice } from '../kube/table.ts';
import { selects } from './selector.ts';

/** The Pods that a selector takes in, kept up to date event by event: a namespace may hold thousands of others. */
export class MatchingPods {
  readonly #view: View<Pod>;
  readonly #keys = new Set<string>();
  #selector: Readonly<Record<string, string>> | undefined;
  #selectorText = '';

  constructor(view: View<Pod>) {
    this.#view = view;
  }

  get pods(): readonly Pod[] {
    return [...this.#keys].sort().flatMap((key) => this.#view.items.get(key) ?? []);
  }

  /** Looks through all Pods only when the selector is another one. */
  select(selector: Readonly<Record<string, string>> | undefined): void {
    const text = JSON.stringify(selector ?? {});
    if (text === this.#selectorText) return;
    this.#selector = selector;
    this.#selectorText = text;
    this.#look();
  }

  /** Takes in what changed; whether any of it matches, or did until now. */
  note(notice: TableNotice): boolean {
    if (notice.all) {
      this.#look();
      return true;
    }
    return notice.keys.map((key) => this.#check(key)).some(Boolean);
  }

  #look(): void {
    this.#keys.clear();
    for (const key of this.#view.items.keys()) this.#check(key);
  }

  #check(key: string): boolean {
    const did = this.#keys.has(key);
    const does = selects(this.#selector, this.#view.items.get(key)?.metadata.labels);
    if (does) this.#keys.add(key);
    else this.#keys.delete(key);
    return did || does;
  }
}
