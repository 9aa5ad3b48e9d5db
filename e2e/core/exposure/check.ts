import { AppError, fail } from '../../../shared/failure.ts';
import type { ExposurePlan } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import { systemClock } from '../../../electron/core/clock.ts';
import { applySteps } from '../../../electron/core/exposure/apply.ts';
import { Exposures } from '../../../electron/core/exposure/exposures.ts';
import { asForecast, withoutPicks } from '../../../electron/core/exposure/forecast.ts';
import { readService, servicePath } from '../../../electron/core/exposure/gather.ts';
import type { ExposedService } from '../../../electron/core/exposure/facts.ts';
import type { KubeApi } from '../../../electron/core/kube/api.ts';
import type { EndpointSlice, ListPage } from '../../../electron/core/kube/objects.ts';
import type { ExposureCase, Spec } from './table.ts';

/** A cluster, and a way to change the Services in it. */
export interface Scene {
  readonly api: KubeApi;
  readonly context: string;
  readonly exposures: Exposures;
}

export function sceneOf(api: KubeApi, context: string): Scene {
  return { api, context, exposures: new Exposures({ api: () => api, clock: systemClock, historyPath: undefined }) };
}

const about = { resource: 'services', namespace: 'default', signal: new AbortController().signal } as const;

export function createService(
  { api }: Scene,
  name: string,
  { spec, metadata }: Pick<ExposureCase, 'spec' | 'metadata'>,
) {
  const body = { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, name, namespace: 'default' }, spec };
  return api.json<ExposedService>({
    ...about,
    path: '/api/v1/namespaces/default/services',
    verb: 'create',
    method: 'POST',
    body,
  });
}

export function refOf({ context }: Scene, name: string): ServiceRef {
  return { context, namespace: 'default', name };
}

export function read({ api }: Scene, ref: ServiceRef): Promise<ExposedService> {
  return readService({ api, ref, signal: about.signal });
}

export async function remove({ api }: Scene, ref: ServiceRef): Promise<void> {
  const finalizers = { metadata: { finalizers: [] } };
  const contentType = 'application/merge-patch+json';
  const path = servicePath(ref);
  await api.json({ ...about, path, verb: 'patch', method: 'PATCH', contentType, body: finalizers });
  await api.json({ ...about, path, verb: 'delete', method: 'DELETE' });
}

/** What became of a case: what the plan said beside what the server did, for `toEqual`. */
export interface Verdict {
  readonly said: unknown;
  readonly done: unknown;
  /** The Service before, and after the undo; absent where nothing was changed. */
  readonly original?: unknown;
  readonly undone?: unknown;
}

/** Plans, applies, compares, undoes and compares. */
export async function judge(scene: Scene, { edits, recreate, ...given }: ExposureCase, name: string): Promise<Verdict> {
  const ref = refOf(scene, name);
  const original = await createService(scene, name, given);
  try {
    const wish = { edits, ...(recreate && { recreate }) };
    const plan = await scene.exposures.plan(ref, wish);
    if (plan.refusal) return { said: refusalOf(plan), done: await refusalBy(scene, plan) };
    await scene.exposures.apply(ref, wish, { expected: plan.fingerprint });
    const after = await read(scene, ref);
    const verdict = { said: plan.forecast, done: asForecast(after, plan.picked) };
    if (plan.way === 'nothing') return verdict;
    await scene.exposures.undo(ref);
    const undone = essence(await read(scene, ref), plan);
    return { ...verdict, original: essence(original, plan), undone };
  } finally {
    await remove(scene, ref);
  }
}

/** Without what the plan said can't return. */
function essence(
  { metadata: { labels = {}, annotations = {} }, spec }: ExposedService,
  { warnings }: ExposurePlan,
): Spec {
  const lost = warnings.flatMap(({ code, params }) => (code === 'cannot-return' ? [params['what']] : []));
  const paths = (spec.ports ?? []).flatMap(({ nodePort }, index) =>
    lost.includes(`nodePort ${nodePort ?? ''}`) ? [`spec.ports[${index}].nodePort`] : [],
  );
  return { spec: withoutPicks(spec, paths), labels, annotations };
}

export function refusalOf({ refusal }: ExposurePlan): Spec {
  return { code: refusal?.code, message: refusal?.message };
}

/** Sends what the plan says would be refused. */
async function refusalBy({ api, context }: Scene, plan: ExposurePlan): Promise<unknown> {
  const asker = { api, ref: { context, namespace: plan.namespace, name: plan.name }, signal: about.signal };
  try {
    return (await applySteps(plan, asker, systemClock)).spec;
  } catch (error) {
    return failureOf(error);
  }
}

export function failureOf(error: unknown): unknown {
  if (!(error instanceof AppError)) throw error;
  const cause = error.cause instanceof AppError ? error.cause : error;
  return { code: cause.failure.params['status'], message: cause.failure.params['detail'] };
}

/** The labels of the Service's EndpointSlices. */
export async function slicesOf({ api }: Scene, { namespace, name }: ServiceRef): Promise<readonly Spec[]> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io/service-name=${name}`;
  const { items } = await api.json<ListPage<EndpointSlice>>({ ...about, path, verb: 'list' });
  return (items ?? []).map(({ metadata }) => metadata.labels ?? {});
}

/** Another client: 20 times a second it sets an annotation of its own, and at each tenth time adds a port. */
export function startEditor({ api }: Scene, ref: ServiceRef): { made(): number; stop(): Promise<void> } {
  let count = 0;
  const stopping = new AbortController();
  const contentType = 'application/strategic-merge-patch+json';
  const edit = async (): Promise<void> => {
    const next = count + 1;
    const metadata = { annotations: { [`example.com/edit-${next}`]: '1' } };
    const spec = { ports: [{ name: `p${next}`, port: 1000 + next }] };
    await api.json({
      ...about,
      path: servicePath(ref),
      verb: 'patch',
      method: 'PATCH',
      contentType,
      body: { metadata, ...(next % 10 === 0 && { spec }) },
    });
    count = next;
  };
  const work = (async () => {
    for (let due = Date.now(); !stopping.signal.aborted; due += 50) {
      await edit().catch(retried);
      await systemClock.sleep(Math.max(0, due + 50 - Date.now()));
    }
  })();
  return {
    made: () => count,
    stop: async () => {
      stopping.abort();
      await work;
    },
  };
}

/**
 * The real server runs a patch again that somebody was faster than, and then may find the node ports of its own first
 * try in the way: such an edit was not made.
 */
function retried(error: unknown): void {
  if (!(error instanceof AppError) || error.failure.params['status'] !== 500) throw error;
}

/** What happens to the n-th request of one verb: refused, as by a webhook, or done without an answer. */
interface Accident {
  readonly verb: string;
  readonly nth: number;
  readonly how: 'refused' | 'unanswered';
}

/** The same server with one accident on the way. */
export function withAccident(api: KubeApi, { verb, nth, how }: Accident): KubeApi {
  let seen = 0;
  return {
    server: api.server,
    upgrade: (request) => api.upgrade(request),
    lines: (request) => api.lines(request),
    bytes: (request) => api.bytes(request),
    close: () => api.close(),
    json: async (request) => {
      const isMeant = request.verb === verb && request.resource === 'services' && ++seen === nth;
      if (isMeant && how === 'refused')
        throw fail('server-error', { server: api.server, status: 400, detail: 'denied' });
      const answer = await api.json<never>(request);
      if (isMeant) throw fail('stream-cut', { server: api.server, detail: 'cut' });
      return answer;
    },
  };
}
