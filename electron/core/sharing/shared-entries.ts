import { AppError, fail, failure } from '../../../shared/failure.ts';
import type { Outcome } from '../../../shared/model/bulk.ts';
import type { ApiJson, ExposurePlan, ServerPreview } from '../../../shared/model/exposure.ts';
import type { ObjectStep } from '../../../shared/model/objects.ts';
import {
  shareNotes,
  type ShareDone,
  type SharePlan,
  type SharePreview,
  type ShareRef,
  type ShareView,
} from '../../../shared/model/share.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import { shareNoteText } from '../../../shared/share-text.ts';
import type { Clock } from '../clock.ts';
import type { CostBook } from '../costs/cost-book.ts';
import { clusterCosts } from '../costs/rows.ts';
import { costOfSharing } from '../costs/sharing.ts';
import type { BulkChanges } from '../exposure/bulk.ts';
import { readService, type Asker } from '../exposure/gather.ts';
import type { ChangeHistory, PastChange } from '../exposure/history.ts';
import type { KubeApi } from '../kube/api.ts';
import { readOnce } from '../kube/read-once.ts';
import { kindOf, nameOf, namespaceOf } from '../objects/object.ts';
import { askServer, sendAll, type Sender } from '../objects/send.ts';
import { OpenedMap } from '../services/opened.ts';
import type { Candidate } from './candidates.ts';
import { draftShare, type ShareDraft } from './draft.ts';
import type { ShareFacts } from './facts.ts';
import { gatherCosts, gatherShare, missingRights } from './gather.ts';
import { planShare } from './plan.ts';

export interface SharedEntriesOptions {
  readonly api: (context: string) => KubeApi;
  /** What the kubeconfig calls a context. */
  readonly contextName?: (context: string) => string;
  readonly clock: Clock;
  readonly bulk: BulkChanges;
  readonly costs: CostBook;
  readonly history: ChangeHistory;
}

/** Puts Services behind one entry in place of a load balancer each: plans it, does it, and takes it back. */
export class SharedEntries {
  readonly #options: SharedEntriesOptions;

  constructor(options: SharedEntriesOptions) {
    this.#options = options;
  }

  /** The load balancers that could share one, of a namespace or of all. */
  async candidates(
    context: string,
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<readonly ServiceRef[]> {
    const { settings, prices } = this.#options.costs;
    const facts = await gatherCosts(this.#asker(context, namespace, signal));
    const { rows } = clusterCosts({ ...facts, settings, prices });
    return rows.filter((row) => row.sharing === 'can' && (namespace === undefined || row.namespace === namespace));
  }

  async plan(context: string, wish: ShareWish, signal?: AbortSignal): Promise<SharePlan> {
    const { facts, draft, asker } = await this.#draft(context, wish, signal);
    const plans = await this.#options.bulk.plan(refsOf(draft, context), wishFor(draft), signal);
    return this.#finish({ facts, draft, asker, wish }, plans);
  }

  /** The plan, and what the server's dry runs say of each of its parts. Changes nothing. */
  async preview(context: string, wish: ShareWish, signal?: AbortSignal): Promise<SharePreview> {
    const { facts, draft, asker } = await this.#draft(context, wish, signal);
    const previews = await this.#options.bulk.preview(refsOf(draft, context), wishFor(draft), signal);
    const plans = previews.map((one) => (one.ok ? { ...one, value: one.value.plan } : one));
    const made = draft.objects.map(async (object) => ({
      of: shownObject(object),
      server: await askServer({ steps: [{ do: 'create', object }] }, this.#sender(context, asker)),
    }));
    const changed = previews.map((one): { of: string; server: ServerPreview } => ({
      of: `Service ${one.ref.namespace}/${one.ref.name}`,
      server: one.ok ? one.value.server : { state: 'unknown', failure: one.failure },
    }));
    return {
      plan: await this.#finish({ facts, draft, asker, wish }, plans),
      servers: [...(await Promise.all(made)), ...changed],
    };
  }

  /**
   * Makes the entry's objects, all or none; then the Services, one after the other. One that can't be changed keeps its
   * load balancer, which costs and breaks nothing. Fails with `plan-changed` when the plan is no longer the expected one.
   */
  async apply(context: string, wish: ShareWish, { expected, signal }: ApplyOptions = {}): Promise<ShareDone> {
    const plan = await this.plan(context, wish, signal);
    const service = plan.entry?.name ?? plan.name;
    if (expected !== undefined && plan.fingerprint !== expected) throw fail('plan-changed', { service });
    const block = plan.notes.find(({ code }) => shareNotes[code] === 'block');
    if (block) throw fail('plan-blocked', { service, why: shareNoteText(block) });
    const asker = this.#asker(context, undefined, signal);
    const steps = plan.objects.map((object): ObjectStep => ({ do: 'create', object }));
    const ref = refOf(plan);
    const sent = await sendAll({ ...ref, steps }, this.#sender(context, asker));
    // Their plans differ from those shown in one thing: an Ingress names the Services by now.
    const targets = plan.services.map(({ namespace, name }) => ({ context, namespace, name }));
    const outcomes = targets.length === 0 ? [] : await this.#options.bulk.apply(targets, toType(plan), signal);
    await this.#options.history.add(keyOf(ref), this.#recordOf(sent, outcomes));
    return { plan, outcomes };
  }

  /**
   * Takes it back: the Services get load balancers again, then the objects go. While a Service can't be changed back, the
   * objects stay: it is reached through them.
   */
  async undo(ref: ShareRef, signal?: AbortSignal): Promise<readonly Outcome<ExposurePlan>[]> {
    const { history, bulk } = this.#options;
    const change = (await history.of(keyOf(ref))).done.at(-1);
    if (!change) throw fail('nothing-to-undo', { service: `${ref.namespace}/${ref.name}` });
    const asker = this.#asker(ref.context, ref.namespace, signal);
    const changed = await this.#stillChanged(ref.context, change, asker);
    // Whatever was done to a Service since would be taken back in place of this.
    const { ours, others } = await this.#byLastChange(changed);
    const outcomes = [...others, ...(await bulk.undo(ours, signal))];
    if (outcomes.some(({ ok }) => !ok)) return outcomes;
    const made = (change.objects ?? []).flatMap(({ after }) => (after ? [after] : []));
    for (const object of made.reverse())
      await sendAll({ ...ref, steps: [{ do: 'delete', object }] }, this.#sender(ref.context, asker)).catch(ifGone);
    await history.undid(keyOf(ref));
    return outcomes;
  }

  /** What was shared from here and not taken back. */
  async list(context: string): Promise<OpenedMap<ShareView>> {
    const { history } = this.#options;
    const views = new OpenedMap<ShareView>(() => stop());
    const read = async (): Promise<void> =>
      views.reset(
        (await history.under(context, PREFIX)).flatMap(([key, { done }]) => done.slice(-1).map(viewOf(key, context))),
      );
    const stop = history.subscribe(() => {
      read().catch(() => undefined); // what was read before stays
    });
    await read();
    return views;
  }

  async #draft(context: string, wish: ShareWish, signal: AbortSignal | undefined) {
    const asker = this.#asker(context, wish.services[0]?.namespace, signal);
    const facts = await gatherShare(asker);
    return { facts, asker, draft: draftShare(facts, wish) };
  }

  async #finish({ facts, draft, asker, wish }: Drafted, plans: readonly Outcome<ExposurePlan>[]): Promise<SharePlan> {
    const { settings, prices } = this.#options.costs;
    const paid = draft.candidates.filter(({ service }) => service.spec.type === 'LoadBalancer');
    const keys = new Set(paid.map((one) => serviceKey(refOfCandidate(one, facts.context))));
    const [missing, costs] = await Promise.all([missingRights(asker, draft.objects), gatherCosts(asker)]);
    const cost = costOfSharing({ ...costs, settings, prices }, { keys, entries: draft.balancers });
    return planShare({ draft, facts, wish, answers: { plans, missing, cost } });
  }

  /** Those of a change that have no load balancer again yet; somebody may have given them one by now. */
  async #stillChanged(context: string, { services = [] }: PastChange, asker: Asker): Promise<readonly ServiceRef[]> {
    const refs = services.map((place) => ({ context, ...place }));
    const types = await Promise.all(
      refs.map(async (ref) => (await readService({ ...asker, ref }).catch(ifGone))?.spec.type),
    );
    return refs.filter((_, index) => types[index] !== undefined && types[index] !== 'LoadBalancer');
  }

  async #byLastChange(refs: readonly ServiceRef[]) {
    const ours: ServiceRef[] = [];
    const others: Outcome<ExposurePlan>[] = [];
    for (const ref of refs) {
      const { done } = await this.#options.history.of(ref);
      const service = `${ref.namespace}/${ref.name}`;
      if (done.at(-1)?.from === 'LoadBalancer') ours.push(ref);
      else others.push({ ref, ok: false, failure: failure('nothing-to-undo', { service }) });
    }
    return { ours, others };
  }

  #recordOf(sent: readonly { readonly after?: ApiJson }[], outcomes: readonly Outcome<ExposurePlan>[]): PastChange {
    const none = { spec: {}, labels: {}, annotations: {} };
    const changed = outcomes.filter((one) => one.ok && one.value.way !== 'nothing');
    return {
      at: this.#options.clock.now(),
      before: none,
      after: none,
      touched: { spec: [], labels: [], annotations: [] },
      objects: sent.flatMap(({ after }) => (after ? [{ after }] : [])),
      services: changed.map(({ ref: { namespace, name } }) => ({ namespace, name })),
    };
  }

  /** One look at the cluster: what is read again comes from the first time. */
  #asker(context: string, namespace = 'default', signal = new AbortController().signal): Asker {
    const { api, contextName } = this.#options;
    const ref = { context, namespace, name: '' };
    return { api: readOnce(api(context)), ref, contextName: contextName?.(context), signal };
  }

  #sender(context: string, { ref: { namespace }, signal }: Asker): Sender {
    return { api: this.#options.api(context), place: { context, namespace }, signal };
  }
}

interface ApplyOptions {
  readonly expected?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Drafted {
  readonly facts: ShareFacts;
  readonly draft: ShareDraft;
  readonly asker: Asker;
  readonly wish: ShareWish;
}

/** Beside Services in their history: no Service has a slash in its name. */
const PREFIX = 'share/';
const keyOf = ({ context, namespace, name }: ShareRef): ServiceRef => ({ context, namespace, name: PREFIX + name });

function refOf({ context, name, objects, rules }: SharePlan): ShareRef {
  const namespace = rules[0]?.namespace ?? 'default';
  return { context, name, namespace: objects[0] ? namespaceOf(objects[0], { namespace }) : namespace };
}

const refOfCandidate = ({ service: { metadata } }: Candidate, context: string): ServiceRef => ({
  context,
  namespace: metadata.namespace,
  name: metadata.name,
});
const refsOf = ({ releasing }: ShareDraft, context: string): readonly ServiceRef[] =>
  releasing.map((one) => refOfCandidate(one, context));
const wishFor = ({ traits }: ShareDraft) => ({ edits: [{ set: 'type' as const, to: traits.backend }] });
const shownObject = (object: ApiJson): string =>
  `${kindOf(object)} ${namespaceOf(object, { namespace: '' })}/${nameOf(object)}`;

/** They all become the same. */
function toType({ services }: SharePlan) {
  return { edits: [{ set: 'type' as const, to: services[0]?.to ?? 'ClusterIP' }] };
}

function ifGone(error: unknown): undefined {
  if (error instanceof AppError && error.failure.code === 'not-found') return undefined;
  throw error;
}

function viewOf(key: string, context: string) {
  const [namespace = '', , name = ''] = key.slice(context.length + 1).split('/');
  return ({ at, objects = [], services = [] }: PastChange): ShareView => ({
    key,
    context,
    namespace,
    name,
    at,
    objects: objects.flatMap(({ after }) => (after ? [shownObject(after)] : [])),
    services: services.map((one) => `${one.namespace}/${one.name}`),
  });
}
