import type { ServiceRow } from '../../../shared/model/service.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** How many letters of a host name fit; its beginning tells which it is, its end whose. */
const FIT = 21;
const HEAD = 7;

/** Where a Service answers, the outermost addresses first. */
export function addressesOf({ externalName, externalAddresses, clusterIPs }: ServiceRow): readonly string[] {
  return [...(externalName === undefined ? [] : [externalName]), ...externalAddresses, ...clusterIPs];
}

/** The address column: the outermost address and how many more of its kind, or what the Service waits for. */
export function addressWords(row: ServiceRow): string {
  if (row.pending) return m.services_pending();
  const [first, ...more] = row.externalAddresses.length > 0 ? row.externalAddresses : addressesOf(row);
  if (first === undefined) return '–';
  return more.length > 0 ? `${shorten(first)} +${more.length}` : shorten(first);
}

function shorten(host: string): string {
  return host.length <= FIT ? host : `${host.slice(0, HEAD)}…${host.slice(HEAD + 1 - FIT)}`;
}
