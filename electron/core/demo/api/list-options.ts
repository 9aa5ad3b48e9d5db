import { badRequest, StatusError, unprocessable, unworded } from '../../api-rules/status-error.ts';
import { forbidden, unsupported, type FieldError } from '../../api-rules/validation/field-error.ts';

/** The query of a list or watch, which the server checks before it looks at anything else. */
export interface ListOptions {
  readonly isWatch: boolean;
  /** 0 for all. */
  readonly limit: number;
  readonly timeoutSeconds: number;
  readonly version: number | undefined;
  readonly match: string;
  readonly allowsBookmarks: boolean;
  /** Undefined when the client does not say. */
  readonly sendsInitial: boolean | undefined;
  readonly token: string;
}

const MATCH = 'resourceVersionMatch';

export function parseListOptions(query: URLSearchParams): ListOptions {
  const text = (key: string): string => query.get(key) ?? '';
  const isWatch = flag(text('watch'));
  const match = text(MATCH);
  const sendsInitial = query.has('sendInitialEvents') ? flag(text('sendInitialEvents')) : undefined;
  const limit = integer(text('limit'));
  const timeoutSeconds = integer(text('timeoutSeconds'));
  const asked = { match, version: text('resourceVersion'), token: text('continue'), sendsInitial };
  const errors = isWatch ? watchErrors(asked) : listErrors(asked);
  if (errors.length > 0) throw unprocessable({ group: 'meta.k8s.io', kind: 'ListOptions' }, errors);
  const version = isWatch
    ? parseVersion(asked.version, unworded)
    : parseVersion(asked.version, (message) => badRequest(`invalid resource version: ${message}`));
  const allowsBookmarks = flag(text('allowWatchBookmarks'));
  return { isWatch, limit, timeoutSeconds, version, match, allowsBookmarks, sendsInitial, token: asked.token };
}

interface Asked {
  readonly match: string;
  readonly version: string;
  readonly token: string;
  readonly sendsInitial: boolean | undefined;
}

function listErrors({ match, version, token, sendsInitial }: Asked): FieldError[] {
  const errors: FieldError[] = [];
  if (match !== '') {
    if (version === '') errors.push(forbidden(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
    if (token !== '') errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
    const known = ['Exact', 'NotOlderThan', ''];
    if (!known.includes(match)) errors.push(unsupported(MATCH, match, known));
    if (match === 'Exact' && version === '0')
      errors.push(forbidden(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
  }
  if (sendsInitial !== undefined)
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return errors;
}

function watchErrors({ match, version, token, sendsInitial }: Asked): FieldError[] {
  const errors: FieldError[] = [];
  if (sendsInitial !== undefined && match !== 'NotOlderThan')
    errors.push(forbidden(MATCH, `sendInitialEvents requires setting ${MATCH} to NotOlderThan`));
  // A watch that begins anew counts as one that asks for what there is.
  if (match === '' && token !== '' && ['', '0'].includes(version))
    return [...errors, forbidden(MATCH, `${MATCH} is forbidden when continue is provided`)];
  if (match === '') return errors;
  if (sendsInitial === undefined)
    errors.push(forbidden(MATCH, `${MATCH} is forbidden for watch unless sendInitialEvents is provided`));
  if (match !== 'NotOlderThan') errors.push(unsupported(MATCH, match, ['NotOlderThan']));
  if (token !== '') errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
  return errors;
}

/** Undefined without one. */
export function parseVersion(text: string, refuse: (message: string) => StatusError): number | undefined {
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const shown = JSON.stringify(text);
  throw refuse(`resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`);
}

export function tooLarge(version: number, current: number): StatusError {
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${version}, current: ${current}`,
    details: { causes: [cause], retryAfterSeconds: 1 },
  });
}

/** As the API reads truth: whatever is not plainly false. */
function flag(text: string): boolean {
  return !['', '0', 'false'].includes(text.toLowerCase());
}

export function integer(text: string): number {
  if (text === '') return 0;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}
