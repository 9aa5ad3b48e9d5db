import { fail } from '../../shared/failure.ts';
import type { HttpWishes } from '../../shared/model/http.ts';
import { hostSchema } from '../../shared/schemas.ts';

export interface HttpOptions {
  /** Undefined: neither `--http` nor `--no-http`. */
  readonly http?: boolean;
  readonly host?: string;
}

/** Throws `invalid` for what can be no Host. */
export function parseHost(text: string): string {
  if (text === '' || !hostSchema.safeParse(text).success) throw fail('invalid', { detail: `${text} is no host` });
  return text;
}

export function httpWishes({ http, host }: HttpOptions): HttpWishes {
  return { ...(http !== undefined && { http: http ? 'on' : 'off' }), ...(host !== undefined && { host }) };
}
