import type { ServiceRow } from '../../../shared/model/service.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Glyph } from '../../ui/glyph.ts';

/** How a Service stands, by what its list row tells: worst first is the order in which lists show them. */
export type Severity = 'bad' | 'warn' | 'draining' | 'unknown' | 'ready' | 'none';

const order: readonly Severity[] = ['bad', 'warn', 'draining', 'unknown', 'ready', 'none'];

/** `bad`: no client gets an answer, or some kind of client. `warn`: fewer Pods or ports answer than could. */
export function severity({ type, endpoints, pending, ports, unserved = [] }: ServiceRow): Severity {
  if (type === 'ExternalName') return 'none';
  if (!endpoints) return 'unknown';
  if (endpoints.ready === 0 && endpoints.terminating > 0) return 'draining';
  if (endpoints.ready === 0 || pending || (unserved.length > 0 && unserved.length === ports.length)) return 'bad';
  return endpoints.notReady > 0 || unserved.length > 0 ? 'warn' : 'ready';
}

export function severityRank(row: ServiceRow): number {
  return order.indexOf(severity(row));
}

const glyphs: Readonly<Record<Severity, Glyph>> = {
  bad: 'bad',
  warn: 'warn',
  draining: 'draining',
  unknown: 'unknown',
  ready: 'ready',
  none: 'none',
};

export function severityGlyph(row: ServiceRow): Glyph {
  return glyphs[severity(row)];
}

/** The state in words. */
export function severityWords(row: ServiceRow): string {
  const { endpoints, pending, type, unserved = [] } = row;
  if (type === 'ExternalName') return m.services_state_external();
  if (!endpoints) return m.services_state_unknown();
  const { ready, total, terminating } = endpoints;
  if (ready === 0) return terminating > 0 ? m.services_state_draining() : m.services_state_none();
  if (pending) return m.services_state_pending();
  if (unserved.length > 0) return m.services_state_no_target({ ports: unserved.join(', ') });
  return ready < total ? m.services_state_some({ a: ready, b: total }) : m.services_state_ready();
}
