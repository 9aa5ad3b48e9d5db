import { AppError, fail } from '../../../shared/failure.ts';
import type { ApiJson, ExposurePlan, PlanStep } from '../../../shared/model/exposure.ts';
import type { Clock } from '../clock.ts';
import { mergePatch } from '../api-rules/merge-patch.ts';
import { isSame } from '../json.ts';
import type { EndpointSlice, ListPage } from '../kube/objects.ts';
import type { ExposedService } from './facts.ts';
import { readService, servicePath, type Asker } from './gather.ts';
import { headlessSlices } from './kubectl.ts';

/** Webhooks have up to 30 s by the server's own limit. */
const WRITE_TIMEOUT = 35_000;
const POLL = 100;
const SLICES_TIMEOUT = 10_000;
const GONE_TIMEOUT = 60_000;

/** The object is newer than the one that the plan was made on; nothing has been sent yet that counts. */
export class Outdated extends Error {}

/** Sends a plan's steps in order and comes back with the Service as it is then. Throws `Outdated` before the first has gone through. */
export async function applySteps(plan: ExposurePlan, asker: Asker, clock: Clock): Promise<ExposedService> {
  let current: ExposedService | undefined;
  for (const [index, step] of plan.steps.entries()) {
    try {
      current = (await applyStep(step, { plan, current, asker, clock })) ?? current;
    } catch (error) {
      if (index > 0) throw unfinished(plan, index, error);
      throw isConflict(error) ? new Outdated('the object is newer', { cause: error }) : error;
    }
  }
  return current ?? readService(asker);
}

interface Progress {
  readonly plan: ExposurePlan;
  /** After the step before. */
  readonly current: ExposedService | undefined;
  readonly asker: Asker;
  readonly clock: Clock;
}

async function applyStep(step: PlanStep, progress: Progress): Promise<ExposedService | undefined> {
  const { asker, current, plan } = progress;
  const { api, ref, signal } = asker;
  const about = { resource: 'services', namespace: ref.namespace, signal, timeout: WRITE_TIMEOUT };
  switch (step.do) {
    case 'patch': {
      const resourceVersion = current?.metadata.resourceVersion ?? plan.resourceVersion;
      const body = { ...step.body, metadata: { ...(step.body['metadata'] ?? {}), resourceVersion } };
      const contentType = 'application/merge-patch+json';
      const sent = api.json<ExposedService>({
        ...about,
        path: servicePath(ref),
        verb: 'patch',
        method: 'PATCH',
        contentType,
        body,
      });
      return sent.catch((error: unknown) => ifDone(error, step.body, asker));
    }
    case 'await-slices':
      await untilHealed(progress);
      // The controllers may have written to it meanwhile.
      return readService(asker);
    case 'delete': {
      const { uid, resourceVersion } = plan;
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } };
      await api.json({ ...about, path: servicePath(ref), verb: 'delete', method: 'DELETE', body });
      await untilGone(progress);
      return undefined;
    }
    case 'create': {
      const path = `/api/v1/namespaces/${ref.namespace}/services`;
      return api.json({ ...about, path, verb: 'create', method: 'POST', body: step.body });
    }
  }
}

/** No answer says nothing: the server may have done it all the same, which the Service then shows. */
async function ifDone(error: unknown, body: ApiJson, asker: Asker): Promise<ExposedService> {
  if (!(error instanceof AppError && UNANSWERED.has(error.failure.code))) throw error;
  const now = await readService(asker);
  if (isSame(mergePatch(now, body), now)) return now;
  throw error;
}

const UNANSWERED: ReadonlySet<string> = new Set(['unreachable', 'stream-cut', 'timeout', 'proxy-failed']);

/** Waits for the slices' controller, and no longer than it may take one that is alive. */
async function untilHealed({ asker: { api, ref, signal }, clock }: Progress): Promise<void> {
  const selector = encodeURIComponent(headlessSlices(ref.name));
  const path = `/apis/discovery.k8s.io/v1/namespaces/${ref.namespace}/endpointslices?labelSelector=${selector}`;
  const until = clock.now() + SLICES_TIMEOUT;
  while (clock.now() < until) {
    const { items } = await api.json<ListPage<EndpointSlice>>({
      path,
      verb: 'list',
      resource: 'endpointslices',
      namespace: ref.namespace,
      signal,
    });
    if ((items ?? []).length === 0) return;
    await clock.sleep(POLL, signal);
  }
}

async function untilGone({ asker, plan, clock }: Progress): Promise<void> {
  const until = clock.now() + GONE_TIMEOUT;
  while (clock.now() < until) {
    try {
      const { metadata } = await readService(asker);
      if (metadata.uid !== plan.uid) return;
    } catch (error) {
      if (error instanceof AppError && error.failure.code === 'not-found') return;
      throw error;
    }
    await clock.sleep(POLL, asker.signal);
  }
  throw fail('timeout', { server: asker.api.server, seconds: GONE_TIMEOUT / 1000 });
}

/** The server's 409; its other ones are about creating what is there. */
function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.failure.params['status'] === 409;
}

/** What is said once a change that ended half-way was gone back. */
export function takenBack({ failure: { params }, cause }: AppError): AppError {
  return new AppError({ code: 'apply-taken-back', params }, cause);
}

function unfinished({ namespace, name, steps }: ExposurePlan, done: number, error: unknown): AppError {
  const detail = error instanceof AppError ? String(error.failure.params['detail'] ?? error.message) : String(error);
  return fail('apply-unfinished', { service: `${namespace}/${name}`, done, total: steps.length, detail }, error);
}
