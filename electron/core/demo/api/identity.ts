import type { IncomingMessage } from 'node:http';
import { StatusError } from '../../api-rules/status-error.ts';
import { targetOf, type Target } from './target.ts';

/** What anybody may ask. */
const OPEN = /^\/(version|healthz|livez|readyz)(\/|$)/;

/** Lets through who knows the token. Others get what the real server says to nobody in particular, or to the wrong one. */
export function checkIdentity({ headers, method = '' }: IncomingMessage, url: URL, token: string): void {
  const { authorization = '' } = headers;
  if (authorization === `Bearer ${token}`) return;
  if (/^Bearer\s/i.test(authorization))
    throw new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  if (OPEN.test(url.pathname)) return;
  const target = targetIfAny(url.pathname);
  if (!target) {
    const message = `forbidden: User "system:anonymous" cannot ${method.toLowerCase()} path "${url.pathname}"`;
    throw new StatusError({ code: 403, reason: 'Forbidden', message, details: {} });
  }
  throw forbidden(target, verbOf(method, target, url));
}

function targetIfAny(path: string): Target | undefined {
  try {
    return targetOf(path);
  } catch {
    return undefined;
  }
}

function forbidden({ resource: { group, plural }, namespace, name, subresource }: Target, verb: string): StatusError {
  const shown = name === undefined ? plural : `${plural} "${name}"`;
  const what = subresource === undefined ? plural : `${plural}/${subresource}`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${shown} is forbidden: User "system:anonymous" cannot ${verb} resource "${what}" in API group "${group}" ${where}`,
    details: { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: plural },
  });
}

function verbOf(method: string, { name }: Target, { searchParams }: URL): string {
  switch (method) {
    case 'GET':
      if (searchParams.get('watch')) return 'watch';
      return name === undefined ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return method.toLowerCase();
  }
}
