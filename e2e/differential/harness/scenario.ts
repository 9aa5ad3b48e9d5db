/** Requests that are sent one after the other, in a namespace of their own, to both clusters. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

export type Step = Ask | Watch | Forget;

/** One request. */
export interface Ask {
  readonly kind: 'ask';
  readonly method: string;
  /** Below the scenario's namespace (`services/web?dryRun=All`), or from `/`. `{x}` stands for what was kept as x, `{ns}` for the namespace. */
  readonly path: string;
  readonly body?: Body;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parts of the answer that later steps use, by name: a path like `metadata.resourceVersion`, or '' for all of it. */
  readonly keep?: Readonly<Record<string, string>>;
  /** The part of the answer that is compared; all of it if not said. */
  readonly see?: (body: unknown) => unknown;
  /** Asks again until the answer has these values at these paths: for what controllers do in their own time. */
  readonly until?: Readonly<Record<string, unknown>>;
}

export type Body =
  | { readonly json: unknown }
  | { readonly text: string }
  /** What was kept, changed as a merge patch would. */
  | { readonly edit: string; readonly change: unknown };

/** A stream of events while the steps in `during` happen. It is left after so many events, or when the server ends it. */
export interface Watch {
  readonly kind: 'watch';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly events: number;
  readonly during: readonly Ask[];
}

/** The server loses its past: versions and pages from before are too old. */
export interface Forget {
  readonly kind: 'forget';
}

export const forget: Forget = { kind: 'forget' };

type Options = Pick<Ask, 'headers' | 'keep' | 'see' | 'until'>;

export function get(path: string, options: Options = {}): Ask {
  return { kind: 'ask', method: 'GET', path, ...options };
}

export function post(path: string, json: unknown, options: Options = {}): Ask {
  return { kind: 'ask', method: 'POST', path, body: { json }, ...options };
}

/** Replaces an object by what was kept of it, changed. */
export function put(
  path: string,
  [edit, change]: readonly [kept: string, change: unknown],
  options: Options = {},
): Ask {
  return { kind: 'ask', method: 'PUT', path, body: { edit, change }, ...options };
}

export function merge(path: string, json: unknown, options: Options = {}): Ask {
  return patch('merge-patch+json', path, json, options);
}

export function strategic(path: string, json: unknown, options: Options = {}): Ask {
  return patch('strategic-merge-patch+json', path, json, options);
}

export function jsonPatch(path: string, json: unknown, options: Options = {}): Ask {
  return patch('json-patch+json', path, json, options);
}

export function del(path: string, json?: unknown, options: Options = {}): Ask {
  return { kind: 'ask', method: 'DELETE', path, ...(json !== undefined && { body: { json } }), ...options };
}

/** Any request, with a body as it stands. */
export function raw(method: string, path: string, text: string, type?: string): Ask {
  const headers = type === undefined ? {} : { 'content-type': type };
  return { kind: 'ask', method, path, body: { text }, headers };
}

export function watch(path: string, events: number, during: readonly Ask[], headers?: Watch['headers']): Watch {
  return { kind: 'watch', path, events, during, ...(headers && { headers }) };
}

function patch(type: string, path: string, json: unknown, options: Options): Ask {
  const headers = { 'content-type': `application/${type}`, ...options.headers };
  return { kind: 'ask', method: 'PATCH', path, body: { json }, ...options, headers };
}
