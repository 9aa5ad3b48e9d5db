import type { HttpWishes } from '../../../../shared/model/http.ts';
import type { ServicePort } from '../../../../shared/model/service.ts';

/**
 * The application protocols that are HTTP/1.1 by the word of the Service's owner. A port's name or number is a habit and
 * not a word: what speaks first behind a port named `http` would wait for ever. HTTP/2 and TLS are passed on as bytes
 * either way, so nothing is won by looking at them.
 */
const spoken: ReadonlySet<string> = new Set(['http', 'kubernetes.io/ws']);

/** Whether a forward of this port balances by request. */
export function isHttp({ http = 'automatic' }: HttpWishes, port: ServicePort | undefined): boolean {
  return http === 'automatic' ? spoken.has(port?.appProtocol ?? '') : http === 'on';
}
