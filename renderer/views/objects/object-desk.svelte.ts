import { untrack } from 'svelte';
import type { Failure } from '../../../shared/failure.ts';
import type { ObjectPreview, ObjectsDone, Place } from '../../../shared/model/objects.ts';
import type { ObjectWish } from '../../../shared/objects-schema.ts';
import type { App } from '../../live/app.svelte.ts';
import { failureOf } from '../../wire/failure-of.ts';
import { Asking } from '../exposure/asking.ts';

/** What is asked for, and where. */
export interface Question extends Place {
  readonly wish: ObjectWish;
}

interface Shown {
  /** Of the question that it answers. */
  readonly key: string;
  readonly preview: ObjectPreview;
  /** How long the core and the server took, in ms. */
  readonly took: number;
}

export interface Done extends ObjectsDone {
  /** In ms of the epoch. */
  readonly at: number;
}

/** The desk at which whole objects are made, replaced or deleted: the plan of the question, and what came of it. */
export class ObjectDesk {
  readonly #app: App;
  readonly #closing = new AbortController();
  readonly #ask: () => Question | undefined;
  readonly #asking = new Asking(() => this.#plan(), this.#closing.signal);
  #shown = $state.raw<Shown>();
  #failure = $state.raw<Failure>();
  /** Why the last try to apply came to nothing. */
  refusal = $state.raw<Failure>();
  isApplying = $state(false);
  done = $state.raw<Done>();

  /** Made in a component: it follows the question as long as that one is shown. */
  constructor(app: App, ask: () => Question | undefined) {
    this.#app = app;
    this.#ask = ask;
    $effect(() => {
      if (this.#key === '') return;
      untrack(() => {
        this.refusal = undefined;
        this.#asking.again();
      });
    });
    $effect(() => () => this.#closing.abort());
  }

  readonly #question = $derived.by(() => this.#ask());
  readonly #key: string = $derived(this.#question ? JSON.stringify(this.#question) : '');

  /** The plan of the question; of the one before while a new one is made. */
  get preview(): ObjectPreview | undefined {
    return this.#key === '' ? undefined : this.#shown?.preview;
  }

  /** Whether the plan on show is the question's own. */
  get isCurrent(): boolean {
    return this.#key !== '' && this.#shown?.key === this.#key;
  }

  get isAsked(): boolean {
    return this.#key !== '';
  }

  get took(): number | undefined {
    return this.isCurrent ? this.#shown?.took : undefined;
  }

  /** Why there is no plan. */
  get failure(): Failure | undefined {
    return this.#key === '' ? undefined : this.#failure;
  }

  again(): void {
    this.#asking.again();
  }

  /** Does what the plan on show says; undefined where it could not be done. */
  async apply(): Promise<Done | undefined> {
    const [question, shown] = [this.#question, this.#shown];
    if (!question || !shown || !this.isCurrent || this.isApplying) return undefined;
    this.isApplying = true;
    this.refusal = undefined;
    try {
      const expected = shown.preview.plan.fingerprint;
      const done = await this.#app.call((client) => client.objects.apply({ ...question, expected }));
      this.done = { ...done, at: Date.now() };
      return this.done;
    } catch (error) {
      this.refusal = failureOf(error);
      this.#asking.again();
      return undefined;
    } finally {
      this.isApplying = false;
    }
  }

  async #plan(): Promise<void> {
    const [question, key] = [this.#question, this.#key];
    if (!question) return;
    const began = performance.now();
    try {
      const { signal } = this.#closing;
      const preview = await this.#app.call((client) => client.objects.preview(question, { signal }));
      this.#shown = { key, preview, took: Math.round(performance.now() - began) };
      this.#failure = undefined;
    } catch (error) {
      this.#failure = failureOf(error);
      this.#shown = undefined;
    }
  }
}
