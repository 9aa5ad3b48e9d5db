import { untrack } from 'svelte';
import type { Wish } from '../../../shared/exposure-schema.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ExposureChoices, ExposureName, ExposurePlan, ExposurePreview } from '../../../shared/model/exposure.ts';
import { serviceKey, type ServiceRef, type ServiceRow } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';
import { failureOf } from '../../wire/failure-of.ts';
import { Asking } from './asking.ts';
import { exposureNameOf } from '../../../shared/progress.ts';
import { tellChanged } from './change-calls.ts';
import { isTypeAlone, isWhole, wishOf, type Draft } from './draft.ts';
import { serviceNow, type ServiceNow } from './form/service-now.ts';

/** A plan on show, and what it was made for. */
interface Shown {
  /** Of the wish: the same one may be made of a newer Service. */
  readonly key: string;
  readonly preview: ExposurePreview;
  /** How long the core and the server took, in ms. */
  readonly took: number;
}

export interface Applied {
  readonly plan: ExposurePlan;
  readonly at: number;
}

/** The desk at which one Service's exposure is changed: the draft, its plan on the newest object, and what came of it. */
export class ExposureDesk {
  readonly ref: ServiceRef;
  readonly #app: App;
  readonly #closing = new AbortController();
  draft = $state.raw<Draft>({});
  choices = $state.raw<ExposureChoices>();
  #shown = $state.raw<Shown>();
  /** Why there is no plan. */
  failure = $state.raw<Failure>();
  /** Why the last try to apply came to nothing. */
  refusal = $state.raw<Failure>();
  applied = $state.raw<Applied>();
  isApplying = $state(false);
  readonly #asking = new Asking(() => this.#plan(), this.#closing.signal);

  /** Made in a component: it follows the Service as long as that one is shown. */
  constructor(app: App, ref: ServiceRef) {
    this.#app = app;
    this.ref = ref;
    $effect(() => {
      // Both are read each time: what is not read is not followed.
      const [key, version] = [this.#key, this.#version];
      if (key !== '' || version !== undefined) untrack(() => this.#asking.again());
    });
    $effect(() => () => this.#closing.abort());
  }

  /** The Service as the list shows it; undefined while loading, and once it is gone. */
  get row(): ServiceRow | undefined {
    return this.#app.services(this.ref.context).get(serviceKey(this.ref));
  }

  /** A list changes all the time; this only with the Service. */
  readonly #version: string | undefined = $derived.by(() => this.row?.resourceVersion);
  readonly from: ExposureName | undefined = $derived.by(() =>
    this.row ? exposureNameOf(this.row) : this.choices?.from,
  );

  get isGone(): boolean {
    return this.row === undefined && this.#app.services(this.ref.context).status.state === 'live';
  }

  /** The Service as the newest answer has it. */
  now = $state.raw<ServiceNow>();

  readonly wish: Wish | undefined = $derived.by(() => wishOf(this.draft, this.now));
  readonly #key: string = $derived.by(() => (this.wish ? JSON.stringify(this.wish) : ''));
  /** A number that is none leaves open what is asked for. */
  readonly isWhole: boolean = $derived.by(() => isWhole(this.draft));
  /** The type as it is, or as it is asked for. */
  readonly type: ExposureName | undefined = $derived.by(() => this.draft.to ?? this.from);

  /** The plan of the draft; of the draft before while a new one is made. */
  readonly preview: ExposurePreview | undefined = $derived.by(() => {
    if (this.#key === '') return undefined;
    if (this.#shown?.key === this.#key) return this.#shown.preview;
    const ready = isTypeAlone(this.draft) && this.choices?.previews.find(({ plan }) => plan.to === this.draft.to);
    return ready || this.#shown?.preview;
  });

  /** Whether the plan on show is the draft's own. */
  readonly isCurrent: boolean = $derived.by(() => {
    if (this.#shown?.key === this.#key) return true;
    return isTypeAlone(this.draft) && this.preview !== undefined && this.preview !== this.#shown?.preview;
  });

  get took(): number | undefined {
    return this.#shown?.key === this.#key ? this.#shown.took : undefined;
  }

  /** Somebody has changed the Service since the plan on show was made. */
  readonly isOutdated: boolean = $derived.by(() => {
    const { row } = this;
    const made = this.preview?.plan.resourceVersion ?? this.choices?.resourceVersion;
    return row !== undefined && made !== undefined && row.resourceVersion !== made;
  });

  /** Asks for a type; for the one that it has, asks no longer for another. */
  choose(to: ExposureName): void {
    const { to: _, ...rest } = this.draft;
    this.change(to === this.from ? rest : { ...rest, to });
  }

  /** Starts with a type that was asked for before there was a desk, once it is known from which one. */
  begin(to: ExposureName | undefined): void {
    let isOpen = to !== undefined;
    $effect(() => {
      if (!isOpen || to === undefined || this.from === undefined) return;
      isOpen = false;
      untrack(() => this.choose(to));
    });
  }

  change(draft: Draft): void {
    this.draft = draft;
    this.refusal = undefined;
    this.applied = undefined;
  }

  again(): void {
    this.#asking.again();
  }

  /** Does what the plan on show says, or a plan beside it; what others made of the Service meanwhile stays. */
  async apply(preview = this.preview, wish = this.wish): Promise<void> {
    if (!preview || !wish || this.isApplying) return;
    this.isApplying = true;
    this.refusal = undefined;
    try {
      const { ref } = this;
      const expected = preview.plan.fingerprint;
      const plan = await this.#app.call((client) => client.exposure.apply({ ref, wish, expected }));
      this.applied = { plan, at: Date.now() };
      this.draft = {};
      tellChanged(this.#app, plan);
    } catch (error) {
      this.refusal = failureOf(error);
    } finally {
      this.isApplying = false;
      this.#asking.again();
    }
  }

  async #plan(): Promise<void> {
    try {
      await this.#ask(this.#closing.signal);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { ref, wish } = this;
    const began = performance.now();
    if (wish) {
      const preview = await this.#app.call((client) => client.exposure.preview({ ref, wish }, { signal }));
      this.now = serviceNow(preview.now);
      this.#shown = { key: JSON.stringify(wish), preview, took: Math.round(performance.now() - began) };
    }
    const known = this.choices?.resourceVersion;
    if (known !== undefined && (wish || known === this.row?.resourceVersion)) return;
    const choices = await this.#app.call((client) => client.exposure.choices({ ref }, { signal }));
    this.choices = choices;
    if (!wish || !this.now) this.now = serviceNow(choices.now);
  }
}
