import type { Failure } from '../../../../shared/failure.ts';
import type { CheckKind, CheckPlan, CheckReport } from '../../../../shared/model/check.ts';
import type { ServiceRef } from '../../../../shared/model/service.ts';
import type { App } from '../../../live/app.svelte.ts';
import { failureOf } from '../../../wire/failure-of.ts';

/** How one kind of check stands. */
export interface Standing {
  readonly isRunning: boolean;
  readonly report?: CheckReport;
  readonly failure?: Failure;
}

/** The checks of one Service: said what they would do, run one by one, stopped. */
export class CheckDesk {
  readonly #app: App;
  readonly #ref: () => ServiceRef;
  readonly #runs = new Map<CheckKind, AbortController>();
  plan = $state.raw<CheckPlan>();
  failure = $state.raw<Failure>();
  /** Of the Pod that asks from inside; empty: the one of the plan. */
  image = $state('');
  isOpen = $state(false);
  standings = $state.raw<Readonly<Partial<Record<CheckKind, Standing>>>>({});

  constructor(app: App, ref: () => ServiceRef) {
    this.#app = app;
    this.#ref = ref;
  }

  toggle(): void {
    if (this.isOpen) this.isOpen = false;
    else this.open();
  }

  /** Shows what would be done; does none of it. */
  open(): void {
    this.isOpen = true;
    this.#ask().catch(() => undefined); // it tells by itself
  }

  async run(kind: CheckKind): Promise<void> {
    const life = new AbortController();
    this.#runs.set(kind, life);
    const before = this.standings[kind];
    this.#set(kind, { ...before, isRunning: true });
    const image = this.image.trim();
    const input = { ref: this.#ref(), kind, ...(kind === 'inside' && image !== '' && { image }) };
    try {
      const { signal } = life;
      const report = await this.#app.call(({ diagnosis }) => diagnosis.check(input, { signal }));
      this.#set(kind, { isRunning: false, report });
    } catch (error) {
      this.#set(
        kind,
        life.signal.aborted ? { ...before, isRunning: false } : { isRunning: false, failure: failureOf(error) },
      );
    } finally {
      this.#runs.delete(kind);
    }
  }

  /** The core takes back what it made for it. */
  stop(kind: CheckKind): void {
    this.#runs.get(kind)?.abort();
  }

  stopAll(): void {
    for (const life of this.#runs.values()) life.abort();
  }

  async #ask(): Promise<void> {
    this.failure = undefined;
    try {
      this.plan = await this.#app.call(({ diagnosis }) => diagnosis.planChecks({ ref: this.#ref() }));
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  #set(kind: CheckKind, standing: Standing): void {
    this.standings = { ...this.standings, [kind]: standing };
  }
}
