import type { KubeApi } from './api.ts';
import { kinds, listPath, type KindName, type Kinds } from './kinds.ts';
import type { ListPage } from './objects.ts';
import { plainJson, shortPlainText } from './plain-text.ts';

/** More objects than that come in several answers. */
const PAGE = 1000;

export interface ListQuestion {
  readonly api: KubeApi;
  /** Undefined: all. */
  readonly namespace: string | undefined;
  readonly signal: AbortSignal;
}

/** All objects of a kind as the server has them, once. */
export async function listAll<K extends KindName>(
  name: K,
  { api, namespace, signal }: ListQuestion,
): Promise<readonly Kinds[K][]> {
  const { resource, group } = kinds[name];
  const path = listPath({ group, resource }, namespace);
  const objects: Kinds[K][] = [];
  let token = '';
  do {
    const page = await api.json<ListPage<Kinds[K]>>({
      path: `${path}?limit=${PAGE}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`,
      verb: 'list',
      resource,
      signal,
      ...(namespace !== undefined && { namespace }),
    });
    for (const item of page.items ?? []) objects.push(plainJson(item, shortPlainText));
    token = page.metadata.continue ?? '';
  } while (token !== '');
  return objects;
}
