import type { Failure } from '../../../shared/failure.ts';
import type { App } from '../../live/app.svelte.ts';
import { failureOf } from '../../wire/failure-of.ts';
import type { Client } from '../../../shared/client.ts';
import { ObjectDesk, type Question } from './object-desk.svelte.ts';

interface Source {
  /** Reads the text to begin with. Called in an effect: again when what it reads of the page changes. */
  readonly read: () => (client: Client, signal: AbortSignal) => Promise<string>;
  /** What is asked for with a text. */
  readonly ask: (text: string, isEdited: boolean) => Question | undefined;
}

/** Objects of the cluster as a text that is edited, and made into objects again. */
export class TextMaker {
  readonly #app: App;
  readonly desk: ObjectDesk;
  /** As it was read; undefined until then. */
  #read = $state.raw<string>();
  text = $state('');
  /** Why it could not be read. */
  failure = $state.raw<Failure>();

  /** Made in a component. */
  constructor(app: App, { read, ask }: Source) {
    this.#app = app;
    this.desk = new ObjectDesk(app, () => (this.isRead ? ask(this.text, this.isEdited) : undefined));
    $effect(() => this.#load(read()));
  }

  get isRead(): boolean {
    return this.#read !== undefined;
  }

  /** Whether somebody has changed the text. */
  get isEdited(): boolean {
    return this.#read !== undefined && this.text !== this.#read;
  }

  #load(read: (client: Client, signal: AbortSignal) => Promise<string>): () => void {
    const closing = new AbortController();
    const { signal } = closing;
    this.#app
      .call((client) => read(client, signal))
      .then(
        (text) => {
          if (signal.aborted) return;
          this.#read = this.text = text;
          this.failure = undefined;
        },
        (error: unknown) => {
          if (!signal.aborted) this.failure = failureOf(error);
        },
      );
    return () => closing.abort();
  }
}
