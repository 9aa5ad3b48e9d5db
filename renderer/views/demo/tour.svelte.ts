import { createContext } from 'svelte';
import { innerWidth } from 'svelte/reactivity/window';
import { tasks, type Task } from './tasks.ts';

const KEPT = 'portolan.tour';

/** A window that is not wider has no room for the tour beside the list. In px. */
const NARROW = 1000;

/** How far a person is with the demo cluster's tour, on this computer. */
export class Tour {
  #done = $state.raw<ReadonlySet<Task>>(new Set());
  /** What the person has chosen; until then it is open where there is room. */
  #isOpen = $state<boolean>();

  constructor() {
    const { done, isOpen } = recall();
    this.#done = new Set(done);
    this.#isOpen = isOpen;
  }

  get done(): ReadonlySet<Task> {
    return this.#done;
  }

  get isOpen(): boolean {
    return this.#isOpen ?? (innerWidth.current ?? 0) > NARROW;
  }

  tick(more: readonly Task[]): void {
    if (more.every((task) => this.#done.has(task))) return;
    this.#done = new Set([...this.#done, ...more]);
    this.#keep();
  }

  open(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#keep();
  }

  #keep(): void {
    localStorage.setItem(KEPT, JSON.stringify({ done: [...this.#done], isOpen: this.#isOpen }));
  }
}

/** What an earlier page has kept; anything else counts as nothing. */
function recall(): { readonly done: readonly Task[]; readonly isOpen: boolean | undefined } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    const { done = [], isOpen } = kept as { done?: unknown[]; isOpen?: unknown }; // each is checked below
    return {
      done: tasks.filter((task) => done.includes(task)),
      isOpen: typeof isOpen === 'boolean' ? isOpen : undefined,
    };
  } catch {
    return { done: [], isOpen: undefined };
  }
}

export const [getTour, setTour] = createContext<Tour>();
