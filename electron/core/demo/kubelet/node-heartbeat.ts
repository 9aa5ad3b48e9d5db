import type { Registry } from '../registry.ts';
import { as, timestamp } from '../shapes.ts';

/** A node that has nothing new to say says so every five minutes. */
const INTERVAL = 5 * 60_000;

/** Writes that the node is still there. Returns when to do it again; never, once the node is gone. */
export function beat(registry: Registry, name: string, now: number): number | undefined {
  const ref = { kind: 'Node', name } as const;
  const node = as('Node', registry.get(ref));
  if (!node) return undefined;
  const at = timestamp(now);
  const conditions = (node.status?.conditions ?? []).map((condition) => ({
    lastTransitionTime: at,
    ...condition,
    lastHeartbeatTime: at,
  }));
  registry.updateStatus(ref, (object) => ({ ...object, status: { ...object.status, conditions } }));
  return now + INTERVAL;
}
