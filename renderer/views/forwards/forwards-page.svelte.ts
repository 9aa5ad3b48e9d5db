import type { ForwardSpec, ForwardView } from '../../../shared/model/forward.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Actions } from '../../commands/commands.svelte.ts';
import type { App } from '../../live/app.svelte.ts';
import { matches } from './forward-filter.ts';
import { localOf } from './forward-words.ts';
import { sameAgain, stopForward } from './stop-forward.ts';

/** What was stopped just now, and how to have it back. */
interface Stopped {
  readonly text: string;
  readonly specs: readonly ForwardSpec[];
}

/** The forwards that the screen lists, and what it does to several at once. */
export class ForwardsPage {
  readonly #app: App;
  readonly #question: () => string;
  stopped = $state.raw<Stopped>();

  constructor(app: App, question: () => string) {
    this.#app = app;
    this.#question = question;
  }

  get filter(): string {
    return this.#question();
  }

  readonly shown: readonly ForwardView[] = $derived.by(() =>
    this.#app.forwards.values.filter((forward) => matches(forward, this.#clusterOf(forward), this.filter)),
  );

  stop(forward: ForwardView): void {
    stopForward(this.#app, forward, (spec) => {
      this.stopped = { text: m.forwards_stopped({ local: localOf(forward) }), specs: [spec] };
    });
  }

  /** Stops all that are listed. */
  stopAll(): void {
    const all = this.shown;
    this.#app.act(async (client) => {
      await Promise.all(all.map(({ key }) => client.forwards.stop({ key })));
      this.stopped = { text: m.forwards_stopped_all({ n: all.length }), specs: all.map(sameAgain) };
    });
  }

  /** What can be done here whichever forward is chosen. */
  actions(show: (panel: 'profiles' | 'names') => void): Actions {
    return {
      'forward.profiles': () => show('profiles'),
      'forward.names': () => show('names'),
      ...(this.shown.length > 1 && { 'forward.stopAll': () => this.stopAll() }),
    };
  }

  startAgain(): void {
    const { specs = [] } = this.stopped ?? {};
    this.stopped = undefined;
    for (const spec of specs) this.#app.act((client) => client.forwards.start(spec));
  }

  #clusterOf({ spec }: ForwardView): string {
    return this.#app.contexts.get(spec.context)?.name ?? spec.context;
  }
}
