import { byNamespaceAndName } from '../history.ts';
import { dig, isRecord } from '../json.ts';
import type { DemoObject } from '../registry.ts';
import { apiVersionOf, type Resource } from '../resources.ts';
import { badRequest, expired, StatusError, unprocessable } from '../status-error.ts';
import type { Store } from '../store.ts';
import { forbidden } from '../validation/field-error.ts';
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
  const limit = parseLimit(query.get('limit'));
  const token = parseToken(query.get('continue'));
  const matches = selectorOf(query, kind);
  const version = token?.version ?? exactVersion(query, store) ?? store.version;
  const all = store.history.rewind(store.list(kind, namespace), { kind, namespace, version });
  if (!all) throw token ? expired(TOO_OLD_TOKEN) : expired('The resourceVersion for the provided list is too old.');
  const matching = matches ? all.filter(matches) : all;
  const rest = token ? matching.filter((object) => byNamespaceAndName(token.after, object) < 0) : matching;
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const left = rest.length - items.length;
  return {
    items,
    metadata: {
      resourceVersion: String(version),
      ...(left > 0 && last && { continue: writeToken(last, version), ...(!matches && { remainingItemCount: left }) }),
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

/** Of a query: without it undefined, with nonsense refused. */
export function parseVersion(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new SyntaxError(
    `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

function exactVersion(query: URLSearchParams, store: Store): number | undefined {
  const match = query.get('resourceVersionMatch');
  const version = readVersion(query.get('resourceVersion'));
  if (match !== null && match !== '' && version === undefined)
    throw unprocessable({ name: '', group: 'meta.k8s.io', kind: 'ListOptions' }, [
      forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
    ]);
  if (version !== undefined && version > store.version) throw tooLarge(version, store.version);
  return match === 'Exact' ? version : undefined;
}

function readVersion(text: string | null): number | undefined {
  try {
    return parseVersion(text);
  } catch (error) {
    throw error instanceof SyntaxError ? badRequest(`invalid resource version: ${error.message}`) : error;
  }
}

function tooLarge(version: number, current: number): StatusError {
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${version}, current: ${current}`,
    details: { causes: [cause], retryAfterSeconds: 1 },
  });
}

function parseLimit(text: string | null): number {
  if (text === null || text === '') return 0;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

interface Token {
  readonly version: number;
  /** The last object that was given out. */
  readonly after: DemoObject;
}

function writeToken({ metadata: { namespace = '', name } }: DemoObject, version: number): string {
  const start = namespace === '' ? `/${name}\u0000` : `/${namespace}/${name}\u0000`;
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start })).toString('base64url');
}

function parseToken(text: string | null): Token | undefined {
  if (text === null || text === '') return undefined;
  const value = parseTokenJson(text);
  const [version, start] = [dig(value, 'rv'), dig(value, 'start')];
  if (typeof version !== 'number' || typeof start !== 'string' || !start.startsWith('/'))
    throw badToken('continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  const [name = '', namespace] = start
    .replace(/\u0000$/, '')
    .split('/')
    .reverse()
    .filter((part) => part !== '');
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    uid: '',
    resourceVersion: '',
    creationTimestamp: '',
  };
  return { version, after: { apiVersion: '', kind: 'Namespace', metadata } };
}

function parseTokenJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    const [first = ''] = Buffer.from(text, 'base64url').toString('latin1');
    throw badToken(`continue key is not valid: invalid character '${first}' looking for beginning of value`);
  }
  throw badToken('continue key is not valid: server does not recognize this encoded version ""');
}

function badToken(why: string): StatusError {
  return badRequest(`invalid continue token: ${why}`);
}
