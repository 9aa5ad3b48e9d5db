import type { Edit, Wish } from '../../../../shared/exposure-schema.ts';
import type { Outcome } from '../../../../shared/model/bulk.ts';
import type { ExposureName, ExposurePlan, ExposurePreview, PlanCost } from '../../../../shared/model/exposure.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import { sumOfCosts } from '../../../../shared/plan-cost.ts';
import { serviceKey, type ServiceRef } from '../../../../shared/model/service.ts';
import type { App } from '../../../live/app.svelte.ts';
import { Asking } from '../../../live/asking.svelte.ts';
import { failureOf } from '../../../wire/failure-of.ts';
import type { Failure } from '../../../../shared/failure.ts';
import { losesForGood, obstacleOf } from '../exposure-words.ts';

/** What is asked for of all of them; empty is as each has it. */
export interface BulkDraft {
  readonly to?: ExposureName;
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  readonly sessionAffinity?: 'None' | 'ClientIP';
}

export function bulkWish(draft: BulkDraft): Wish | undefined {
  const { to, externalTrafficPolicy, internalTrafficPolicy, sessionAffinity } = draft;
  const edits: readonly Edit[] = [
    ...(to ? [{ set: 'type' as const, to }] : []),
    ...(externalTrafficPolicy ? [{ set: 'externalTrafficPolicy' as const, value: externalTrafficPolicy }] : []),
    ...(internalTrafficPolicy ? [{ set: 'internalTrafficPolicy' as const, value: internalTrafficPolicy }] : []),
    ...(sessionAffinity ? [{ set: 'sessionAffinity' as const, value: sessionAffinity }] : []),
  ];
  return edits.length > 0 ? { edits } : undefined;
}

/** The desk at which several Services get the same change: one preview of all, one outcome each. */
export class BulkDesk {
  readonly services: readonly ServiceRef[];
  readonly #app: App;
  readonly asking = new Asking<readonly Outcome<ExposurePreview>[]>();
  draft = $state.raw<BulkDraft>({});
  /** What came of the last try; undefined before one. */
  outcomes = $state.raw<readonly Outcome<ExposurePlan>[]>();
  refusal = $state.raw<Failure>();
  isApplying = $state(false);

  constructor(app: App, services: readonly ServiceRef[]) {
    this.#app = app;
    this.services = services;
  }

  readonly wish: Wish | undefined = $derived.by(() => bulkWish(this.draft));
  /** Those that the change can be made to, with what they were shown as. */
  readonly possible: readonly ExposurePlan[] = $derived.by(() =>
    (this.asking.answer ?? []).flatMap((one) =>
      one.ok && obstacleOf(one.value) === undefined ? [one.value.plan] : [],
    ),
  );
  readonly loses: boolean = $derived.by(() => this.possible.some(losesForGood));
  readonly costs: readonly PlanCost[] = $derived.by(() => sumOfCosts(this.possible.map(({ cost }) => cost)));

  change(draft: BulkDraft): void {
    this.draft = draft;
    this.outcomes = undefined;
    this.refusal = undefined;
    this.again();
  }

  again(): void {
    const { wish, services } = this;
    this.asking.ask(
      wish &&
        ((signal) => this.#app.call((client) => client.bulk.preview({ services: [...services], wish }, { signal }))),
    );
  }

  /** Each by itself: what is refused leaves the others done. */
  async apply(): Promise<void> {
    const { wish, possible } = this;
    if (!wish || possible.length === 0 || this.isApplying) return;
    const services = possible.map((plan) => ({ ...refOf(plan), expected: plan.fingerprint }));
    await this.#try(async () => {
      const outcomes = await this.#app.call((client) => client.bulk.apply({ services, wish }));
      this.outcomes = outcomes;
      const done = outcomes.flatMap((one) => (one.ok ? [one.ref] : []));
      if (done.length === 0) return;
      const action = { label: m.sheet_undo(), run: () => this.#undo(done) };
      this.#app.notice = { tone: 'done', text: m.bulk_done({ n: done.length }), action };
    });
  }

  /** Takes back what the last try did. */
  undo(): void {
    this.#undo((this.outcomes ?? []).flatMap((one) => (one.ok ? [one.ref] : [])));
  }

  #undo(services: readonly ServiceRef[]): void {
    this.#app.act(async (client) => {
      const outcomes = await client.bulk.undo({ services: services.map(refOf) });
      const failed = outcomes.flatMap((one) => (one.ok ? [] : [one]));
      this.outcomes = failed.length > 0 ? outcomes : undefined;
      const text = failed[0]?.failure ?? m.bulk_undone({ n: outcomes.length });
      this.#app.notice = { tone: failed.length > 0 ? 'failed' : 'done', text };
      this.again();
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.isApplying = true;
    this.refusal = undefined;
    try {
      await work();
    } catch (error) {
      this.refusal = failureOf(error);
    }
    this.isApplying = false;
  }

  outcomeOf(ref: ServiceRef): Outcome<ExposurePlan> | undefined {
    const key = serviceKey(ref);
    return this.outcomes?.find((one) => serviceKey(one.ref) === key);
  }
}

const refOf = ({ context, namespace, name }: ServiceRef): ServiceRef => ({ context, namespace, name });
