import { createContext } from 'svelte';
import type { CommandId } from '../../shared/command-table.ts';

/** What commands do now; those that are left out can't be done. */
export type Actions = Partial<Readonly<Record<CommandId, () => void>>>;

/** Commands of one part of the window, and what they are done to. */
export interface Scope {
  readonly actions: Actions;
  /** In a word or two, as a Service's name; left out where a command's title says it all. */
  readonly subject?: string;
}

export interface LiveCommand {
  readonly run: () => void;
  readonly subject: string | undefined;
}

/** What can be done in the window as it is: each part on show provides its commands, an inner one over an outer one. */
export class Commands {
  /** In the order in which they came. No state: while a component ends, that would be read as it was before. */
  readonly #provided = new Set<() => Scope>();
  #scopes = $state.raw<readonly (() => Scope)[]>([]);
  /** What stands over the window. */
  overlay = $state<'palette' | 'keys'>();

  readonly live: ReadonlyMap<CommandId, LiveCommand> = $derived.by(() => {
    const live = new Map<CommandId, LiveCommand>();
    for (const scope of this.#scopes) {
      const { actions, subject } = scope();
      for (const [id, run] of entriesOf(actions)) live.set(id, { run, subject });
    }
    return live;
  });

  /** To be called while a component is made; its commands go when it goes. */
  provide(scope: () => Scope): void {
    // Before effects run outer parts first, so that the inner ones come last and win.
    $effect.pre(() => {
      this.#provided.add(scope);
      this.#scopes = [...this.#provided];
      return () => {
        this.#provided.delete(scope);
        this.#scopes = [...this.#provided];
      };
    });
  }

  /** Does the first of the commands that can be done; says whether there was one. */
  run(ids: readonly CommandId[]): boolean {
    const command = ids.flatMap((id) => this.live.get(id) ?? [])[0];
    command?.run();
    return command !== undefined;
  }
}

/** The commands of a scope with what they do, in the order in which it names them. */
export function entriesOf(actions: Actions): readonly (readonly [CommandId, () => void])[] {
  return Object.entries(actions) as [CommandId, () => void][]; // no other keys can be in it
}

export const [getCommands, setCommands] = createContext<Commands>();
