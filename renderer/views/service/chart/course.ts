import { failure, type Failure } from '../../../../shared/failure.ts';
import type { ServiceDetail } from '../../../../shared/model/endpoint.ts';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import type { ServicePort } from '../../../../shared/model/service.ts';

/** The reader's own way to the chosen port: a forward that runs, one that could, or why there can be none. */
export type Course =
  | { readonly kind: 'forward'; readonly forward: ForwardView; readonly shares: ReadonlyMap<string, number> }
  | { readonly kind: 'possible'; readonly port: ServicePort }
  | { readonly kind: 'impossible'; readonly why: Failure | undefined };

/** `shares` by endpoint key, adding up to 1 where there were connections. */
export function courseOf(
  { service, endpoints }: ServiceDetail,
  port: ServicePort | undefined,
  running: { readonly forward: ForwardView; readonly shares: ReadonlyMap<string, number> } | undefined,
): Course {
  if (running) return { kind: 'forward', ...running };
  const name = `${service.namespace}/${service.name}`;
  if (service.type === 'ExternalName')
    return {
      kind: 'impossible',
      why: failure('forward-external', { service: name, host: service.externalName ?? '' }),
    };
  if (!port) return { kind: 'impossible', why: undefined };
  if (port.protocol !== 'TCP')
    return { kind: 'impossible', why: failure('forward-protocol', { protocol: port.protocol, port: port.port }) };
  if (endpoints.length > 0 && !endpoints.some(({ target }) => target?.kind === 'Pod'))
    return { kind: 'impossible', why: failure('forward-without-pod', { service: name }) };
  return { kind: 'possible', port };
}

/** Whether connections flow on as far as an endpoint: only a listening forward's do. */
export function flows(course: Course): boolean {
  return course.kind === 'forward' && course.forward.state.state === 'listening';
}

const EQUAL = 2.5;

/** Line width in px, 1 to 5: `EQUAL` for an equal share among `count`, in proportion around it. */
export function courseWidth(share: number, count: number): number {
  return Math.min(5, Math.max(1, Math.round(EQUAL * share * count * 10) / 10));
}
