import { createHash } from 'node:crypto';
import type { ServiceRef } from '../../../../shared/model/service.ts';

/**
 * A loopback address for a Service that is the same each time and on every computer, so that a hosts file stays right:
 * 127.1.0.1 to 127.254.255.254 by a hash of its names, the next one where `used` has that.
 */
export function ownAddress({ context, namespace, name }: ServiceRef, used: ReadonlySet<string>): string {
  const hash = createHash('sha256').update(`${context}/${namespace}/${name}`).digest();
  for (let word = hash.readUInt32BE(0); ; word++) {
    const [second, third, last] = [1 + ((word >>> 16) % 254), (word >>> 8) % 256, 1 + ((word >>> 0) % 254)];
    const address = `127.${String(second)}.${String(third)}.${String(last)}`;
    if (!used.has(address)) return address;
  }
}
