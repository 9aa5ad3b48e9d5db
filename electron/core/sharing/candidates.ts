import type { LeftOut } from '../../../shared/model/share.ts';
import { isInternal } from '../costs/kind.ts';
import type { ServicePort } from '../api-rules/service/service.ts';
import type { ExposedService } from '../exposure/facts.ts';
import { isHttp, isTls } from '../services/http-ports.ts';
import { isEntry } from './entries.ts';
import { placeOf, type ShareFacts } from './facts.ts';

/** A Service that can stand behind an entry, by one of its ports. */
export interface Candidate {
  readonly service: ExposedService;
  readonly port: ServicePort;
}

export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Which of the Services can, and why the others stay out. */
export function candidatesOf(facts: ShareFacts, places: readonly Place[]) {
  const candidates: Candidate[] = [];
  const left: (Place & { readonly why: LeftOut })[] = [];
  for (const { namespace, name } of places) {
    const service = facts.services.find((one) => placeOf(one) === `${namespace}/${name}`);
    const port = service && entryPort(service);
    const why = service ? obstacleOf(service, facts) : 'gone';
    if (why !== undefined) left.push({ namespace, name, why });
    else if (!service || !port) left.push({ namespace, name, why: 'no-http' });
    else candidates.push({ service, port });
  }
  return { candidates, left };
}

function obstacleOf(service: ExposedService, facts: ShareFacts): LeftOut | undefined {
  if (service.metadata.deletionTimestamp !== undefined) return 'gone';
  if (service.spec.type === 'ExternalName') return 'no-address';
  if (isEntry(service, facts)) return 'entry-itself';
  // An entry for everyone would show what only a network of one's own sees.
  return service.spec.type === 'LoadBalancer' && isInternal(service) ? 'internal' : undefined;
}

/** The port that requests are sent to: rather one without TLS, which an entry speaks by itself. */
function entryPort({ spec }: ExposedService): ServicePort | undefined {
  const web = (spec.ports ?? []).filter((port) => (port.protocol ?? 'TCP') === 'TCP' && isHttp(port));
  return web.find((port) => !isTls(port)) ?? web[0];
}
