import type { EndpointCounts, ServiceRow } from '../../../shared/model/service.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** How a Service stands, in a few words: a shape and a sentence, never a colour alone. */
export interface Standing {
  readonly tone: 'ready' | 'warn' | 'bad' | 'unknown' | 'none';
  readonly text: string;
}

/** The worst that is true of the Service: a client that gets no answer counts more than fewer that give one. */
export function standingOf(service: ServiceRow): Standing {
  const { type, endpoints, pending, deleting } = service;
  if (deleting !== undefined) return { tone: 'warn', text: m.detail_standing_deleting() };
  if (type === 'ExternalName') return { tone: 'none', text: m.detail_standing_external() };
  if (!endpoints) return { tone: 'unknown', text: m.detail_standing_unknown() };
  if (endpoints.ready === 0) return { tone: 'bad', text: m.detail_standing_none() };
  if (pending) return { tone: 'bad', text: m.detail_standing_pending() };
  return readyOf(endpoints);
}

function readyOf({ ready, notReady, total }: EndpointCounts): Standing {
  return { tone: notReady > 0 ? 'warn' : 'ready', text: m.detail_standing_ready({ ready, total }) };
}
