import { conditionOf, type Node, type Pod } from '../shapes.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** How full nodes are, as the scheduler counts it. */
export interface Load {
  pods(node: string): number;
  /** Pods of the same workload. */
  siblings(node: string): number;
}

export type Placement = { readonly node: Node } | { readonly message: string };

/** The node for a pod: where its like are fewest in the zone, then on the node, then where there is least at all. */
export function place(pod: Pod, nodes: readonly Node[], load: Load): Placement {
  const reasons = nodes.map((node) => unfit(pod, node, load));
  const fitting = nodes.filter((_, index) => reasons[index] === undefined);
  const inZone = new Map<string, number>();
  for (const node of nodes)
    inZone.set(zoneOf(node), (inZone.get(zoneOf(node)) ?? 0) + load.siblings(node.metadata.name));
  const rank = (node: Node): readonly number[] => {
    const { name } = node.metadata;
    return [load.siblings(name), inZone.get(zoneOf(node)) ?? 0, load.pods(name)];
  };
  const [best] = fitting.map((node) => ({ node, rank: rank(node) })).sort((a, b) => compare(a.rank, b.rank));
  return best ? { node: best.node } : { message: whyNot(reasons) };
}

function zoneOf({ metadata }: Node): string {
  return metadata.labels?.[ZONE] ?? '';
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function unfit(pod: Pod, node: Node, load: Load): string | undefined {
  const { labels = {}, name } = node.metadata;
  const { unschedulable = false, taints = [] } = node.spec ?? {};
  if (unschedulable) return 'node(s) were unschedulable';
  const taint = taints.find(({ key, effect }) => effect !== 'PreferNoSchedule' && !tolerates(pod, key));
  if (taint) return `node(s) had untolerated taint(s)`;
  if (conditionOf(node.status, 'Ready')?.status !== 'True') return 'node(s) were not ready';
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  if (wanted.some(([key, value]) => labels[key] !== value)) return "node(s) didn't match Pod's node affinity/selector";
  if (load.pods(name) >= Number(node.status?.allocatable?.['pods'] ?? Infinity)) return 'Too many pods';
  return undefined;
}

function tolerates({ spec }: Pod, key: string): boolean {
  return (spec.tolerations ?? []).some(
    (one) => one.key === key || (one.key === undefined && one.operator === 'Exists'),
  );
}

/** As the real scheduler words it, with what preemption would have brought. */
function whyNot(reasons: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const total = reasons.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const isFull = counts.size === 1 && counts.has('Too many pods');
  const preemption = isFull
    ? `${total} No preemption victims found for incoming pod`
    : `${total} Preemption is not helpful for scheduling`;
  const available = `0/${total} nodes are available`;
  return `${available}: ${told.join(', ')}. no new claims to deallocate, preemption: ${available}: ${preemption}.`;
}
