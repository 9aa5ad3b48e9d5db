import type { FieldError } from './validation/field-error.ts';

/** What a refusal is about: `kind` is the resource's plural name, or for invalid objects their kind. */
export interface About {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
}

interface Refusal {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: object;
  /** How a list goes on that cannot go on as it began. */
  readonly continue?: string;
}

/** A request that is refused, with the `Status` that the real API server answers. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: object | undefined;
  readonly #continue: string | undefined;

  constructor({ code, reason, message, details, continue: next }: Refusal) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.#continue = next;
  }

  get body(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.#continue === undefined ? {} : { continue: this.#continue },
      status: 'Failure',
      message: this.message,
      ...(this.reason !== undefined && { reason: this.reason }),
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

const qualified = ({ group = '', kind = '' }: About): string => (group === '' ? kind : `${kind}.${group}`);
const named = (about: About): string => `${qualified(about)} ${JSON.stringify(about.name ?? '')}`;

/** Leaves the core group out, as the API does. */
function detailsOf({ name, group, kind, ...about }: About): object {
  return { ...(name && { name }), ...(group && { group }), ...(kind && { kind }), ...about };
}

export function notFound(about: About): StatusError {
  const details = detailsOf(about);
  return new StatusError({ code: 404, reason: 'NotFound', message: `${named(about)} not found`, details });
}

export function alreadyExists(about: About, prefix = ''): StatusError {
  const message = `${prefix}${named(about)} already exists`;
  return new StatusError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(about) });
}

export function conflict(about: About, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${named(about)}: ${why}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: detailsOf(about) });
}

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function refused(about: About, why: string): StatusError {
  const message = `${named(about)} is forbidden: ${why}`;
  return new StatusError({ code: 403, reason: 'Forbidden', message, details: detailsOf(about) });
}

export function unprocessable(about: About, errors: readonly FieldError[]): StatusError {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const shown = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const causes = errors.map(({ field, reason, message }) => ({ reason, message, field }));
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${named(about)} is invalid: ${shown}`,
    details: { ...detailsOf(about), causes },
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

export function internal(message: string): StatusError {
  const details = { causes: [{ message }] };
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details,
  });
}

/** What the real server could not put into words: no reason, no details. */
export function unworded(message: string): StatusError {
  return new StatusError({ code: 500, message });
}

export function expired(message: string, next?: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message, ...(next !== undefined && { continue: next }) });
}
