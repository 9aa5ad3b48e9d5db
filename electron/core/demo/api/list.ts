import type { DemoObject } from '../registry.ts';
import { apiVersionOf, type Resource } from '../../api-rules/resources.ts';
import { expired } from '../../api-rules/status-error.ts';
import type { Store } from '../store.ts';
import { ANY_VERSION, readToken, writeToken, type Place } from './continue-token.ts';
import { parseListOptions, tooLarge } from './list-options.ts';
import { selectorOf } from './selectors.ts';

export interface ListQuestion {
  readonly store: Store;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly query: URLSearchParams;
}

export interface ListPage {
  readonly items: readonly DemoObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** One page of a list: as the objects are now, or as they were when its first page was asked for. */
export function listPage({ store, resource, namespace, query }: ListQuestion): ListPage {
  const { kind } = resource;
  const options = parseListOptions(query);
  const { token, match } = options;
  const place = token === '' ? undefined : readToken(token);
  const matches = selectorOf(query, kind);
  if (options.version !== undefined && options.version > store.version) throw tooLarge(options.version, store.version);
  const version = pinned(place) ?? (match === 'Exact' ? options.version : undefined) ?? store.version;
  const all = store.history.rewind(store.list(kind, namespace), { kind, namespace, version });
  if (!all) {
    if (place) throw expired(TOO_OLD_TOKEN, writeToken({ ...place, version: ANY_VERSION }));
    throw expired('The resourceVersion for the provided list is too old.');
  }
  const matching = matches ? all.filter(matches) : all;
  const rest = place ? matching.filter((object) => isBehind(object, place)) : matching;
  // "Any version will do" is answered from memory, and whole.
  const limit = options.version === 0 && place === undefined ? 0 : options.limit;
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1)?.metadata;
  const left = rest.length - items.length;
  const next = last && { version, after: { namespace: last.namespace ?? '', name: last.name } };
  return {
    items,
    metadata: {
      resourceVersion: String(version),
      ...(left > 0 && next && { continue: writeToken(next), ...(!matches && { remainingItemCount: left }) }),
    },
  };
}

export function listBody({ items, metadata }: ListPage, resource: Resource): object {
  // Objects in a list don't say what they are.
  const bare = items.map(({ kind: _k, apiVersion: _v, ...object }) => object);
  return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: bare };
}

const TOO_OLD_TOKEN =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** The version that a page belongs to; a list that has lost its own goes on with the present one. */
function pinned(place: Place | undefined): number | undefined {
  return place?.version === ANY_VERSION ? undefined : place?.version;
}

function isBehind({ metadata: { namespace = '', name } }: DemoObject, { after }: Place): boolean {
  return namespace === after.namespace ? name > after.name : namespace > after.namespace;
}
