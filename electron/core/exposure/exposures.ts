import { AppError, fail } from '../../../shared/failure.ts';
import type { Wish } from '../../../shared/exposure-schema.ts';
import { warningText } from '../../../shared/exposure-text.ts';
import {
  exposureNames,
  warningCodes,
  type ExposureChoices,
  type ExposurePlan,
  type ExposurePreview,
  type PastChangeView,
} from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import { toYaml } from '../kube/to-yaml.ts';
import { readOnce } from '../kube/read-once.ts';
import { masked } from '../kube/mask.ts';
import { OpenedMap } from '../services/opened.ts';
import { applySteps, takenBack, Outdated } from './apply.ts';
import type { ExposureFacts } from './facts.ts';
import { gatherFacts, readService, type Asker } from './gather.ts';
import { ChangeHistory } from './history.ts';
import { asForecast } from './forecast.ts';
import { recordOf, viewsOf, withHalf } from './past.ts';
import { freeNodePorts, planBack, planWish, providerFor } from './plan.ts';
import { askServer } from './preview.ts';
import { restore } from './restore.ts';
import { exposureOf } from './shape.ts';

export interface ExposuresOptions {
  readonly api: (context: string) => KubeApi;
  /** What the kubeconfig calls a context; undefined: kubectl's current one is meant. */
  readonly contextName?: (context: string) => string;
  readonly clock: Clock;
  /** Where changes are kept for undo; undefined: in memory. */
  readonly historyPath: string | undefined;
}

/** An edited Service is planned anew that often before it is told that somebody else never rests. */
const TRIES = 100;

type Planner = (facts: ExposureFacts) => ExposurePlan;

/** Changes how Services are reached: plans it, does it, and undoes it. */
export class Exposures {
  readonly #options: ExposuresOptions;
  readonly #history: ChangeHistory;

  constructor(options: ExposuresOptions) {
    this.#options = options;
    this.#history = new ChangeHistory(options.historyPath);
  }

  /** All that was changed from here, also by others who keep their changes in it. */
  get allChanges(): ChangeHistory {
    return this.#history;
  }

  async plan(ref: ServiceRef, wish: Wish, signal?: AbortSignal): Promise<ExposurePlan> {
    return planWish(await gatherFacts(this.#asker(ref, signal)), wish);
  }

  /** The plan, what the server's dry run says of it, and the Service as text before and after. */
  async preview(ref: ServiceRef, wish: Wish, signal?: AbortSignal): Promise<ExposurePreview> {
    const asker = this.#asker(ref, signal);
    const facts = await gatherFacts(asker);
    return previewOf(facts, planWish(facts, wish), asker);
  }

  /** For looking at several Services at a time: what they have around them is read once. */
  together(): Pick<Exposures, 'plan' | 'preview'> {
    const apis = new Map<string, KubeApi>();
    const api = (context: string): KubeApi => {
      const known = apis.get(context) ?? readOnce(this.#options.api(context));
      apis.set(context, known);
      return known;
    };
    return new Exposures({ ...this.#options, api, historyPath: undefined });
  }

  /** What each other type would mean for a Service, all on the same reading of the cluster. */
  async choices(ref: ServiceRef, signal?: AbortSignal): Promise<ExposureChoices> {
    const asker = this.#asker(ref, signal);
    const facts = await gatherFacts(asker);
    const { service } = facts;
    const from = exposureOf(service.spec);
    const others = exposureNames.filter((to) => to !== from);
    const provider = providerFor(facts, service);
    return {
      now: asForecast(service, []),
      from,
      resourceVersion: service.metadata.resourceVersion,
      provider: typeof provider === 'object' ? provider.name : provider,
      freeNodePorts: freeNodePorts(facts),
      previews: await Promise.all(
        others.map((to) => previewOf(facts, planWish(facts, { edits: [{ set: 'type', to }] }), asker)),
      ),
    };
  }

  /** What was changed from here; another process's changes show with the next one of this. */
  async history(ref: ServiceRef): Promise<OpenedMap<PastChangeView>> {
    const views = new OpenedMap<PastChangeView>(() => stop());
    const read = async (): Promise<void> => views.reset(viewsOf(await this.#history.of(ref)));
    const stop = this.#history.subscribe(() => {
      read().catch(() => undefined); // what was read before stays
    });
    await read();
    return views;
  }

  /**
   * Does it. A Service that somebody else edits meanwhile is planned anew on what they made of it, as long as that
   * comes to the same; else it fails with `plan-changed`. `expected` is the fingerprint of the plan that was shown.
   */
  async apply(ref: ServiceRef, wish: Wish, { expected, signal }: ApplyOptions = {}): Promise<ExposurePlan> {
    const { plan, change } = await this.#run(ref, (facts) => planWish(facts, wish), { expected, signal });
    if (change) await this.#history.add(ref, change);
    return plan;
  }

  async undoPlan(ref: ServiceRef, signal?: AbortSignal): Promise<ExposurePlan> {
    const facts = await gatherFacts(this.#asker(ref, signal));
    return (await this.#back(ref, 'undo'))(facts);
  }

  /** Takes the last change back; what others have changed since elsewhere stays. */
  async undo(ref: ServiceRef, options: ApplyOptions = {}): Promise<ExposurePlan> {
    const { plan } = await this.#run(ref, await this.#back(ref, 'undo'), options);
    await this.#history.undid(ref);
    return plan;
  }

  /** Does again what was undone last. */
  async redo(ref: ServiceRef, options: ApplyOptions = {}): Promise<ExposurePlan> {
    const { plan } = await this.#run(ref, await this.#back(ref, 'redo'), options);
    await this.#history.redid(ref);
    return plan;
  }

  async #back(ref: ServiceRef, what: 'undo' | 'redo'): Promise<Planner> {
    const { done, undone } = await this.#history.of(ref);
    const change = (what === 'undo' ? done : undone).at(-1);
    // Objects that came or went are not this one's to bring back.
    if (!change || change.objects) throw fail('nothing-to-undo', { service: shown(ref) });
    return (facts) => planBack(facts, withHalf(facts.service, change, what === 'undo' ? 'before' : 'after'));
  }

  async #run(ref: ServiceRef, planner: Planner, { expected, signal }: ApplyOptions) {
    const asker = this.#asker(ref, signal);
    const { clock } = this.#options;
    let facts = await gatherFacts(asker);
    let wanted = expected;
    for (let tries = 0; tries < TRIES; tries++) {
      const plan = planner(facts);
      if (wanted !== undefined && plan.fingerprint !== wanted) throw fail('plan-changed', { service: shown(ref) });
      wanted = plan.fingerprint;
      check(plan);
      if (plan.way === 'nothing') return { plan, change: undefined };
      try {
        const after = await applySteps(plan, asker, clock);
        return { plan, change: recordOf(facts.service, after, clock.now()) };
      } catch (error) {
        if (error instanceof AppError && error.failure.code === 'apply-unfinished')
          throw await restore(facts, asker, clock).then(
            () => takenBack(error),
            () => error, // it says what is so now
          );
        if (!(error instanceof Outdated)) throw error;
        facts = { ...facts, service: await readService(asker) };
      }
    }
    throw fail('plan-changed', { service: shown(ref) });
  }

  #asker(ref: ServiceRef, signal = new AbortController().signal): Asker {
    return {
      api: this.#options.api(ref.context),
      ref,
      contextName: this.#options.contextName?.(ref.context),
      signal,
    };
  }
}

async function previewOf(facts: ExposureFacts, plan: ExposurePlan, asker: Asker): Promise<ExposurePreview> {
  const server = await askServer(plan, asker);
  const text = (object: object): string => toYaml(masked({ ...object }));
  const now = asForecast(facts.service, []);
  return { now, plan, server, yaml: { before: text(now), after: text(plan.forecast ?? now) } };
}

export interface ApplyOptions {
  readonly expected?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const shown = ({ namespace, name }: ServiceRef): string => `${namespace}/${name}`;

function check(plan: ExposurePlan): void {
  if (plan.refusal) throw fail('plan-refused', { detail: plan.refusal.message });
  const block = plan.warnings.find(({ code }) => warningCodes[code] === 'block');
  if (block) throw fail('plan-blocked', { service: shown(plan), why: warningText(block) });
}
