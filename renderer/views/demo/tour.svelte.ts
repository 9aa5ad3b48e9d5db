import { createContext } from 'svelte';
import { tasks, type Task } from './tasks.ts';

const KEPT = 'portolan.tour';

/** How far a person is with the demo cluster's tour, on this computer. */
export class Tour {
  #done = $state.raw<ReadonlySet<Task>>(new Set());
  #isOpen = $state(false);

  constructor() {
    const { done, isOpen } = recall();
    this.#done = new Set(done);
    this.#isOpen = isOpen;
  }

  get done(): ReadonlySet<Task> {
    return this.#done;
  }

  get isOpen(): boolean {
    return this.#isOpen;
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
function recall(): { readonly done: readonly Task[]; readonly isOpen: boolean } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    const { done = [], isOpen = hasRoom() } = kept as { done?: unknown[]; isOpen?: unknown }; // each is checked below
    return { done: tasks.filter((task) => done.includes(task)), isOpen: isOpen === true };
  } catch {
    return { done: [], isOpen: hasRoom() };
  }
}

/** A narrow window keeps it closed until asked for. */
const hasRoom = (): boolean => window.innerWidth > 1000;

export const [getTour, setTour] = createContext<Tour>();
