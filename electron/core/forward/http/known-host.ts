import { isIP } from 'node:net';
import type { ServiceRef } from '../../../../shared/model/service.ts';

/** Nobody can have a name below these in the DNS of the world: RFC 6761 and 6762, ICANN's own, and the clusters'. */
const reserved: ReadonlySet<string> = new Set(['localhost', 'local', 'internal', 'test', 'svc']);

export interface Forwarded extends Pick<ServiceRef, 'namespace' | 'name'> {
  /** The Host that a person has chosen for the app. */
  readonly host?: string;
}

/**
 * Whether a forward answers for a `Host`. The page of another site, whose owner has pointed its name at this computer, would
 * otherwise read what only this computer can reach, as if it were the site's own (DNS rebinding). Addresses, names that
 * nobody can own, the Service's, and the chosen one are no such site's.
 */
export function isKnownHost(header: string | undefined, { namespace, name, host }: Forwarded): boolean {
  if (header === undefined || header === '') return true;
  const asked = bare(header);
  if (!asked.includes('.') || isIP(asked) !== 0) return true;
  if (asked === `${name}.${namespace}` || (host !== undefined && asked === bare(host))) return true;
  return reserved.has(asked.slice(asked.lastIndexOf('.') + 1));
}

/** Without the port, and the dot that may end a name; an IPv6 address without its brackets, and so without dots mostly. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
