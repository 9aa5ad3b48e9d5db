import { AppError, fail } from '../../../shared/failure.ts';
import type { ApiJson, ServerPreview } from '../../../shared/model/exposure.ts';
import type { ObjectPlan, ObjectStep, Place } from '../../../shared/model/objects.ts';
import { list, record, text } from '../json.ts';
import type { KubeApi } from '../kube/api.ts';
import { nameOf, namespaceOf, pathOf, resourceOf } from './object.ts';

/** Webhooks have up to 30 s by the server's own limit. */
const TIMEOUT = 35_000;

export interface Sender {
  readonly api: KubeApi;
  readonly place: Place;
  readonly signal: AbortSignal;
}

/** An object before and after its step; absent where it was not there, or is not any more. */
export interface Sent {
  readonly before?: ApiJson;
  readonly after?: ApiJson;
  /** Finalizers that its deletion waits for. */
  readonly held: readonly string[];
}

type Sending = Pick<ObjectPlan, 'steps' | 'namespace' | 'name'>;

/** Sends a plan's steps in order. When a later one fails, those before it are taken back, as far as that goes. */
export async function sendAll({ steps, namespace, name }: Sending, sender: Sender): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const step of steps)
    try {
      sent.push(await send(step, sender));
    } catch (error) {
      if (sent.length === 0) throw error;
      const isBack = await takeAllBack(sent, sender);
      const said = error instanceof AppError ? error.failure.params['detail'] : undefined;
      const detail = String(said ?? (error instanceof Error ? error.message : error));
      throw fail(
        isBack ? 'apply-taken-back' : 'apply-unfinished',
        { service: `${namespace}/${name}`, done: sent.length, total: steps.length, detail },
        error,
      );
    }
  return sent;
}

/** What the server's dry run says of each step by itself; the first refusal counts. */
export async function askServer({ steps }: Pick<ObjectPlan, 'steps'>, sender: Sender): Promise<ServerPreview> {
  try {
    for (const step of steps) await request(step, sender, '?dryRun=All');
    return { state: 'accepted', differences: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { failure } = error;
    const isSaid = ['server-error', 'forbidden', 'not-found'].includes(failure.code);
    return { state: isSaid ? 'refused' : 'unknown', failure };
  }
}

/** The way back from `sent`: a deletion of what was made, and the object anew that was deleted. */
export function stepBack({ before, after }: Pick<Sent, 'before' | 'after'>): ObjectStep | undefined {
  if (!before) return after && { do: 'delete', object: after };
  if (!after) return { do: 'create', object: before };
  const { resourceVersion } = record(after['metadata']);
  return { do: 'replace', object: { ...before, metadata: { ...record(before['metadata']), resourceVersion } } };
}

/** Goes back as far as it can, the last one first; whether that was all the way. */
async function takeAllBack(sent: readonly Sent[], sender: Sender): Promise<boolean> {
  const stuck: unknown[] = [];
  for (const one of [...sent].reverse()) await takeBack(one, sender).catch((error: unknown) => stuck.push(error));
  return stuck.length === 0;
}

async function takeBack(sent: Sent, sender: Sender): Promise<void> {
  const step = stepBack(sent);
  if (step) await send(step, sender);
}

async function send(step: ObjectStep, sender: Sender): Promise<Sent> {
  const { object, before } = step;
  const answer = await request(step, sender, '');
  if (step.do === 'create') return { after: answer, held: [] };
  if (step.do === 'replace') return { ...(before && { before }), after: answer, held: [] };
  const { deletionTimestamp, finalizers } = record(answer['metadata']);
  return { before: object, held: deletionTimestamp === undefined ? [] : list(finalizers).map(text) };
}

async function request(
  { do: what, object }: ObjectStep,
  { api, place, signal }: Sender,
  query: string,
): Promise<ApiJson> {
  const namespace = namespaceOf(object, place);
  const about = { resource: resourceOf(object).resource, namespace, signal, timeout: TIMEOUT };
  const all = pathOf(object, { namespace });
  const one = `${all}/${encodeURIComponent(nameOf(object))}`;
  switch (what) {
    case 'create':
      return api.json({ ...about, path: `${all}${query}`, verb: 'create', method: 'POST', body: object });
    case 'replace':
      return api.json({ ...about, path: `${one}${query}`, verb: 'update', method: 'PUT', body: object });
    case 'delete': {
      const { uid } = record(object['metadata']);
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
      return api.json({ ...about, path: `${one}${query}`, verb: 'delete', method: 'DELETE', body });
    }
  }
}
