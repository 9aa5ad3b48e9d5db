import type { Hello } from '../../../shared/model/check.ts';
import { schemeOf } from '../forward/scheme.ts';
import type { ServicePort } from '../diagnosis/objects.ts';
import { protocolOf, targetOf } from '../diagnosis/pod-facts.ts';

/** Ports of databases and brokers: a request that is none of theirs would be an error in their logs. */
const NOT_HTTP: ReadonlySet<number> = new Set([
  21, 22, 23, 25, 53, 110, 143, 389, 636, 1433, 1521, 1883, 2181, 3306, 4222, 5432, 5672, 6379, 8883, 9042, 9092, 11211,
  26257, 27017,
]);

/** What may be said to a port without disturbing what listens there; undefined where nothing can be tried. */
export function helloOf(port: ServicePort): Hello | undefined {
  if (protocolOf(port) !== 'TCP') return undefined;
  const { name, appProtocol } = port;
  const target = targetOf(port);
  const isSaid = name !== undefined || appProtocol !== undefined;
  const isKnown = [port.port, target].some((one) => typeof one === 'number' && NOT_HTTP.has(one));
  if (!isSaid && isKnown) return 'listen';
  const scheme = schemeOf({
    protocol: 'TCP',
    port: port.port,
    targetPort: target,
    ...(name !== undefined && { name }),
    ...(appProtocol !== undefined && { appProtocol }),
  });
  if (scheme !== undefined) return scheme === 'https' ? 'tls' : 'http';
  return isSaid ? 'listen' : 'http';
}
