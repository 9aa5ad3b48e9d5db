import { AppError, failure, type Failure } from '../../../shared/failure.ts';
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
  /** Whom a refusal names. */
  readonly user: string;
  /** The context's own namespace; kubectl's default where it sets none. */
  readonly own: string;
  /** Namespaces typed by hand. */
  readonly typed: readonly string[];
  readonly signal: AbortSignal;
}

/** More namespaces than that are not asked about one by one. */
const MAX_NAMESPACES = 100;
/** Questions on their way at the same time. */
const AT_ONCE = 8;

/** Finds out where Services may be listed. Rejects when the server can't be asked, never because it says no. */
export async function resolveAccess(question: AccessQuestion): Promise<Access> {
  const { user, own, typed } = question;
  if (await mayListServices(question)) return { whole: true, namespaces: [], gaps: [] };
  const gaps = [forbidden(user, 'services')];
  const listed = await listNamespaces(question);
  if (!listed) gaps.push(forbidden(user, 'namespaces'));
  const asked = [...new Set([own, ...typed, ...(listed ?? [])])].slice(0, MAX_NAMESPACES);
  const allowed = await eachAtOnce(asked, (namespace) => mayListServices(question, namespace));
  for (const [index, namespace] of asked.entries()) {
    // A listed namespace without rights is nothing that anyone asked for.
    const wanted = namespace === own || typed.includes(namespace);
    if (wanted && !allowed[index]) gaps.push(forbidden(user, 'services', namespace));
  }
  return { whole: false, namespaces: asked.filter((_, index) => allowed[index]), gaps };
}

function forbidden(user: string, resource: string, namespace?: string): Failure {
  return failure('forbidden', { user, verb: 'list', resource, scope: namespace ?? '*' });
}

async function listNamespaces({ api, signal }: AccessQuestion): Promise<readonly string[] | undefined> {
  const path = `${listPath(kinds.namespaces)}?limit=${MAX_NAMESPACES}`;
  return unlessForbidden(async () => {
    const page = await api.json<ListPage<Namespace>>({ path, verb: 'list', resource: 'namespaces', signal });
    return (page.items ?? []).map(({ metadata }) => metadata.name);
  });
}

async function mayListServices({ api, signal }: AccessQuestion, namespace?: string): Promise<boolean> {
  const attributes = { verb: 'list', resource: 'services', ...(namespace !== undefined && { namespace }) };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
  try {
    const answer = await api.json<{ readonly status?: { readonly allowed?: boolean } }>({
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      method: 'POST',
      verb: 'create',
      resource: 'selfsubjectaccessreviews',
      body: { ...review, spec: { resourceAttributes: attributes } },
      signal,
    });
    return answer.status?.allowed === true;
  } catch (error) {
    if (!(error instanceof AppError) || !CANNOT_ASK.has(error.failure.code)) throw error;
    return tryToList({ api, signal }, namespace);
  }
}

/** Some clusters take away the right to ask for one's rights: then trying is asking. */
const CANNOT_ASK: ReadonlySet<Failure['code']> = new Set(['forbidden', 'not-found']);

async function tryToList(
  { api, signal }: Pick<AccessQuestion, 'api' | 'signal'>,
  namespace: string | undefined,
): Promise<boolean> {
  const path = `${listPath(kinds.services, namespace)}?limit=1`;
  const scope = namespace === undefined ? {} : { namespace };
  const request = { path, verb: 'list', resource: 'services', signal, ...scope };
  return (await unlessForbidden(() => api.json(request))) !== undefined;
}

async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'forbidden') return undefined;
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
