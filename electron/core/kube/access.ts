import { AppError, type Failure } from '../../../shared/failure.ts';
import type { KubeApi } from './api.ts';
import { kinds, listPath } from './kinds.ts';
import type { ListPage, Namespace } from './objects.ts';

/** Which namespaces are watched, and what is missing for the full picture. */
export interface Access {
  /** All of the cluster; `namespaces` is empty then. */
  readonly whole: boolean;
  readonly namespaces: readonly string[];
  readonly gaps: readonly Failure[];
}

export interface AccessQuestion {
  readonly api: KubeApi;
  /** The context's own namespace; kubectl's default where it sets none. */
  readonly own: string;
  /** Namespaces typed by hand. */
  readonly typed: readonly string[];
  readonly signal: AbortSignal;
}

type Asker = Pick<AccessQuestion, 'api' | 'signal'>;

/** More namespaces than that are not asked about one by one. */
const MAX_NAMESPACES = 100;
/** Questions on their way at the same time. */
const AT_ONCE = 8;

/** Finds out where Services may be listed. Rejects when the server can't be asked, never because it says no. */
export async function resolveAccess(question: AccessQuestion): Promise<Access> {
  const refusal = await whyNotListServices(question);
  if (!refusal) return { whole: true, namespaces: [], gaps: [] };
  const listed = await listNamespaces(question);
  const wanted = [...new Set([question.own, ...question.typed])].slice(0, MAX_NAMESPACES);
  // A listed namespace without rights is nothing that anyone asked for: no gap.
  const others = listed.names.filter((name) => !wanted.includes(name)).slice(0, MAX_NAMESPACES - wanted.length);
  const refusals = await eachAtOnce(wanted, (namespace) => whyNotListServices(question, namespace));
  const allowed = await eachAtOnce(others, (namespace) => mayListServices(question, namespace));
  return {
    whole: false,
    namespaces: [...wanted.filter((_, index) => !refusals[index]), ...others.filter((_, index) => allowed[index])],
    gaps: [refusal, listed.refusal, ...refusals].filter((gap) => gap !== undefined),
  };
}

/** Undefined where they may be listed. Only a real refusal names the user as the server knows it. */
async function whyNotListServices(asker: Asker, namespace?: string): Promise<Failure | undefined> {
  return (await mayListServices(asker, namespace)) ? undefined : refusalOf(() => listOneService(asker, namespace));
}

async function listNamespaces({ api, signal }: Asker): Promise<{ names: readonly string[]; refusal?: Failure }> {
  const path = `${listPath(kinds.namespaces)}?limit=${MAX_NAMESPACES}`;
  let names: readonly string[] = [];
  const refusal = await refusalOf(async () => {
    const page = await api.json<ListPage<Namespace>>({ path, verb: 'list', resource: 'namespaces', signal });
    names = (page.items ?? []).map(({ metadata }) => metadata.name);
  });
  return { names, ...(refusal && { refusal }) };
}

async function mayListServices(asker: Asker, namespace?: string): Promise<boolean> {
  const attributes = { verb: 'list', resource: 'services', ...(namespace !== undefined && { namespace }) };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
  try {
    const answer = await asker.api.json<{ readonly status?: { readonly allowed?: boolean } }>({
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      method: 'POST',
      verb: 'create',
      resource: 'selfsubjectaccessreviews',
      body: { ...review, spec: { resourceAttributes: attributes } },
      signal: asker.signal,
    });
    return answer.status?.allowed === true;
  } catch (error) {
    if (!(error instanceof AppError) || !CANNOT_ASK.has(error.failure.code)) throw error;
    return (await refusalOf(() => listOneService(asker, namespace))) === undefined;
  }
}

/** Some clusters take away the right to ask for one's rights: then trying is asking. */
const CANNOT_ASK: ReadonlySet<Failure['code']> = new Set(['forbidden', 'not-found', 'server-error']);

function listOneService({ api, signal }: Asker, namespace: string | undefined): Promise<unknown> {
  const path = `${listPath(kinds.services, namespace)}?limit=1`;
  const scope = namespace === undefined ? {} : { namespace };
  return api.json({ path, verb: 'list', resource: 'services', signal, ...scope });
}

/** The server's refusal of a request, if that is how it ends. */
async function refusalOf(ask: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'forbidden') return error.failure;
    throw error;
  }
}

async function eachAtOnce<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(ask))));
  }
  return answers;
}
