import { AppError, fail } from '../../../shared/failure.ts';
import { warningText } from '../../../shared/exposure-text.ts';
import { warningCodes, type ApiJson, type PlanWarning } from '../../../shared/model/exposure.ts';
import type {
  ObjectPlan,
  ObjectPreview,
  ObjectsDone,
  ObjectStep,
  Place,
  Workload,
} from '../../../shared/model/objects.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import { workloadKinds, type NewService, type ObjectWish } from '../../../shared/objects-schema.ts';
import type { Clock } from '../clock.ts';
import { record } from '../json.ts';
import { gatherAround, list as listObjects, may, readService, type Asker } from '../exposure/gather.ts';
import type { ChangeHistory, PastChange } from '../exposure/history.ts';
import type { KubeApi } from '../kube/api.ts';
import { toYaml } from '../kube/to-yaml.ts';
import type { KubeObject } from '../kube/objects.ts';
import { copyOf, isManual } from './copy.ts';
import { objectsIn, objectsOf, SERVICE_NAME } from './manifest.ts';
import { bareObject, kindOf, nameOf, pathOf, resourceOf } from './object.ts';
import { planSteps, type ObjectFacts } from './plan.ts';
import { askServer, sendAll, stepBack, type Sent } from './send.ts';
import { asNow, renewals, sidesOf, unmanaged, withoutNumbers, withoutServersOwn, type Sides } from './way-back.ts';
import { proposalFor } from './workloads.ts';

export interface ObjectChangesOptions {
  readonly api: (context: string) => KubeApi;
  /** What the kubeconfig calls a context; undefined: kubectl's current one is meant. */
  readonly contextName?: (context: string) => string;
  readonly clock: Clock;
  readonly history: ChangeHistory;
  /** Ports of this computer that lead to a Service now. */
  readonly forwardsOf: (ref: ServiceRef) => readonly number[];
}

interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}
export interface ObjectsApplyOptions extends AskOptions {
  /** The fingerprint of the plan that was shown. */
  readonly expected?: string | undefined;
}

/** Makes and deletes Services with what belongs to them: plans it, does it, and undoes it. */
export class ObjectChanges {
  readonly #options: ObjectChangesOptions;

  constructor(options: ObjectChangesOptions) {
    this.#options = options;
  }

  async plan(place: Place, wish: ObjectWish, { signal }: AskOptions = {}): Promise<ObjectPlan> {
    const { steps, asker } = await this.#stepsFor(place, wish, signal);
    return planSteps(await this.#facts(asker, steps), steps);
  }

  async preview(place: Place, wish: ObjectWish, { signal }: AskOptions = {}): Promise<ObjectPreview> {
    const plan = await this.plan(place, wish, { signal });
    return { plan, server: await askServer(plan, this.#sender(place, signal)) };
  }

  /** Does it. Fails with `plan-changed` when the plan is no longer the expected one. */
  async apply(place: Place, wish: ObjectWish, { expected, signal }: ObjectsApplyOptions = {}): Promise<ObjectsDone> {
    const plan = await this.plan(place, wish, { signal });
    const sent = await this.#send(plan, { expected, signal });
    if (sent.length > 0) await this.#options.history.add(plan, this.#recordOf(sent));
    return { plan, held: sent.flatMap(({ held }) => held) };
  }

  /** Whether the next thing to undo, or to redo, of this Service is one of whole objects: then it is done here. */
  async isNext(ref: ServiceRef, what: 'undo' | 'redo'): Promise<boolean> {
    return (await this.#next(ref, what))?.objects !== undefined;
  }

  async undoPlan(ref: ServiceRef, { signal }: AskOptions = {}): Promise<ObjectPlan> {
    return this.#planFor(ref, sidesOf(await this.#next(ref, 'undo'), 'undo'), signal);
  }

  /** Takes the last change back, when it was one of whole objects: an object that is another one by now stays. */
  undo(ref: ServiceRef, options: ObjectsApplyOptions = {}): Promise<ObjectsDone> {
    return this.#turn(ref, 'undo', options);
  }

  /** Does again what was undone last, under the same condition. */
  redo(ref: ServiceRef, options: ObjectsApplyOptions = {}): Promise<ObjectsDone> {
    return this.#turn(ref, 'redo', options);
  }

  async #next(ref: ServiceRef, what: 'undo' | 'redo'): Promise<PastChange | undefined> {
    const { done, undone } = await this.#options.history.of(ref);
    return (what === 'undo' ? done : undone).at(-1);
  }

  async #turn(ref: ServiceRef, what: 'undo' | 'redo', { expected, signal }: ObjectsApplyOptions): Promise<ObjectsDone> {
    const { history } = this.#options;
    const change = await this.#next(ref, what);
    const sides = sidesOf(change, what);
    const plan = await this.#planFor(ref, sides, signal);
    const sent = await this.#send(plan, { expected, signal });
    if (change) await history[what === 'undo' ? 'undid' : 'redid'](ref, asNow(change, what, sent));
    for (const { made, was } of renewals(sides, sent)) await history.renewed(ref, was, made);
    return { plan, held: sent.flatMap(({ held }) => held) };
  }

  /** The plan of a way back or forth; where somebody has its address or its numbers now, the server picks others. */
  async #planFor(ref: ServiceRef, sides: readonly Sides[], signal: AbortSignal | undefined): Promise<ObjectPlan> {
    if (sides.length === 0) throw fail('nothing-to-undo', { service: shown(ref) });
    const steps = sides.flatMap((one) => stepBack(one) ?? []).map(withoutServersOwn);
    const facts = await this.#facts(this.#asker(ref, signal), steps);
    const plan = planSteps(facts, steps);
    return plan.refusal ? planSteps(facts, steps.map(withoutNumbers)) : plan;
  }

  /** The namespace's workloads, as far as they may be listed. */
  async workloads(place: Place, { signal }: AskOptions = {}): Promise<readonly Workload[]> {
    const asker = this.#asker({ ...place, name: '' }, signal);
    const found = await Promise.all(
      workloadKinds.map(async (kind) => {
        const { path, resource } = workloadsAt(place.namespace, kind);
        const all = await listObjects<KubeObject>(asker, path, resource);
        // A controller's Pods come and go: their workload is what can be exposed.
        const own = (all ?? []).filter(({ metadata }) => kind !== 'Pod' || !metadata.ownerReferences?.length);
        return own.map(({ metadata }) => ({ kind, name: metadata.name }));
      }),
    );
    return found.flat();
  }

  /** A Service for a workload, to be changed and made. */
  async propose(place: Place, workload: Workload, { signal }: AskOptions = {}): Promise<NewService> {
    const asker = this.#asker({ ...place, name: workload.name }, signal);
    const { path, resource } = workloadsAt(place.namespace, workload.kind);
    const [object, services] = await Promise.all([
      asker.api.json<Record<string, unknown>>({
        path: `${path}/${encodeURIComponent(workload.name)}`,
        verb: 'get',
        resource,
        namespace: place.namespace,
        signal: asker.signal,
      }),
      listObjects<Awaited<ReturnType<typeof readService>>>(asker, pathOf(SERVICE, place), 'services'),
    ]);
    return proposalFor(workload, object, services);
  }

  /** A Service as text to make another one from, with its own EndpointSlices. */
  async copy(ref: ServiceRef, name: string, { signal }: AskOptions = {}): Promise<string> {
    const asker = this.#asker(ref, signal);
    const [service, slices] = await Promise.all([readService(asker), this.#slices(asker)]);
    return copyOf({ ...SERVICE, ...service }, slices, name)
      .map(toYaml)
      .join('---\n');
  }

  /** The Service's own EndpointSlices as text to edit; empty where it has none. */
  async slices(ref: ServiceRef, { signal }: AskOptions = {}): Promise<string> {
    return (await this.#slices(this.#asker(ref, signal))).filter(isManual).map(bareObject).map(toYaml).join('---\n');
  }

  async #stepsFor(place: Place, wish: ObjectWish, signal: AbortSignal | undefined) {
    const at = (name: string): Asker => this.#asker({ ...place, name }, signal);
    const made = (object: ApiJson): ObjectStep => ({ do: 'create', object });
    switch (wish.do) {
      case 'create':
        return { steps: objectsOf(wish.service, place.namespace).map(made), asker: at(wish.service.name) };
      case 'create-from-text': {
        const objects = objectsIn(wish.text, place.namespace);
        const service = objects.find((object) => kindOf(object) === 'Service') ?? objects[0];
        if (!service) throw fail('invalid', { detail: 'the text has no object in it' });
        return { steps: objects.map(made), asker: at(nameOf(service)) };
      }
      case 'delete': {
        const asker = at(wish.name);
        const object = { apiVersion: 'v1', kind: 'Service', ...(await readService(asker)) };
        const steps: readonly ObjectStep[] = [{ do: 'delete', object }];
        return { steps, asker };
      }
      case 'set-slices': {
        const asker = at(wish.name);
        const now = (await this.#slices(asker)).filter(isManual);
        return { steps: sliceSteps(now, objectsIn(wish.text, place.namespace), wish.name), asker };
      }
    }
  }

  async #slices(asker: Asker): Promise<readonly ApiJson[]> {
    const { namespace, name } = asker.ref;
    const selector = encodeURIComponent(`${SERVICE_NAME}=${name}`);
    const path = `${pathOf(SLICE, { namespace })}?labelSelector=${selector}`;
    const found = await asker.api.json<{ readonly items?: readonly ApiJson[] }>({
      path,
      verb: 'list',
      resource: 'endpointslices',
      namespace,
      signal: asker.signal,
    });
    return (found.items ?? []).map((item) => ({ ...SLICE, ...item }));
  }

  async #facts(asker: Asker, steps: readonly ObjectStep[]): Promise<ObjectFacts> {
    const { ref } = asker;
    const podsPath = `/api/v1/namespaces/${encodeURIComponent(ref.namespace)}/pods`;
    const [around, pods, missing] = await Promise.all([
      gatherAround(asker),
      listObjects<KubeObject>(asker, podsPath, 'pods'),
      missingRights(asker, steps),
    ]);
    const labels = pods?.map(({ metadata }) => metadata.labels ?? {});
    return { around, pods: labels, missing, forwards: this.#options.forwardsOf(ref) };
  }

  async #send(plan: ObjectPlan, { expected, signal }: ObjectsApplyOptions): Promise<readonly Sent[]> {
    if (expected !== undefined && plan.fingerprint !== expected) throw fail('plan-changed', { service: shown(plan) });
    if (plan.refusal) throw fail('plan-refused', { detail: plan.refusal.message });
    const block = plan.warnings.find(({ code }: PlanWarning) => warningCodes[code] === 'block');
    if (block) throw fail('plan-blocked', { service: shown(plan), why: warningText(block) });
    try {
      return await sendAll(plan, this.#sender(plan, signal));
    } catch (error) {
      // The uid or the resourceVersion is another one by now.
      const isOutdated =
        error instanceof AppError && error.failure.params['status'] === 409 && plan.steps[0]?.do !== 'create';
      throw isOutdated ? fail('plan-changed', { service: shown(plan) }, error) : error;
    }
  }

  #recordOf(sent: readonly Sent[]): PastChange {
    const none = { spec: {}, labels: {}, annotations: {} };
    const touched = { spec: [], labels: [], annotations: [] };
    const objects = sent.map(({ before, after }) => ({
      ...(before && { before: unmanaged(before) }),
      ...(after && { after: unmanaged(after) }),
    }));
    return { at: this.#options.clock.now(), before: none, after: none, touched, objects };
  }

  #asker(ref: ServiceRef, signal = new AbortController().signal): Asker {
    const { context, namespace, name } = ref;
    const { api, contextName } = this.#options;
    return { api: api(context), ref: { context, namespace, name }, contextName: contextName?.(context), signal };
  }

  #sender(place: Place, signal = new AbortController().signal) {
    return { api: this.#options.api(place.context), place, signal };
  }
}

const SERVICE = { apiVersion: 'v1', kind: 'Service' } as const;
const SLICE = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' } as const;

const shown = ({ namespace, name }: Pick<ServiceRef, 'namespace' | 'name'>): string => `${namespace}/${name}`;

function workloadsAt(namespace: string, kind: Workload['kind']): { readonly path: string; readonly resource: string } {
  const resource = `${kind.toLowerCase()}s`;
  const root = kind === 'Pod' ? '/api/v1' : '/apis/apps/v1';
  return { path: `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`, resource };
}

/** From the slices that there are to those wanted, told apart by their names. */
function sliceSteps(now: readonly ApiJson[], wanted: readonly ApiJson[], service: string): readonly ObjectStep[] {
  const stray = wanted.find((object) => kindOf(object) !== 'EndpointSlice');
  if (stray) throw fail('invalid', { detail: `${kindOf(stray)}: only EndpointSlices belong here` });
  const steps = wanted.map((slice): ObjectStep => {
    const metadata = record(slice['metadata']);
    const labels = { ...record(metadata['labels']), [SERVICE_NAME]: service };
    const before = now.find((one) => nameOf(one) === nameOf(slice));
    const { resourceVersion } = record(before?.['metadata']);
    const object = { ...slice, metadata: { ...metadata, labels, ...(before && { resourceVersion }) } };
    return before ? { do: 'replace', object, before } : { do: 'create', object };
  });
  const gone = now.filter((one) => !wanted.some((slice) => nameOf(slice) === nameOf(one)));
  return [...steps, ...gone.map((object): ObjectStep => ({ do: 'delete', object }))];
}

async function missingRights(asker: Asker, steps: readonly ObjectStep[]): Promise<readonly string[] | undefined> {
  const verbs = { create: 'create', replace: 'update', delete: 'delete' } as const;
  const asked = new Map(
    steps.map(({ do: what, object }) => [
      `${verbs[what]} ${resourceOf(object).resource}`,
      { verb: verbs[what], object },
    ]),
  );
  const answers = await Promise.all(
    [...asked].map(async ([words, { verb, object }]) => [words, await may(asker, verb, resourceOf(object))] as const),
  );
  if (answers.some(([, answer]) => answer === undefined)) return undefined;
  return answers.filter(([, answer]) => answer === false).map(([words]) => words);
}
