import type { NodeRow, ReadyCount } from '../../../shared/model/node.ts';
import type { Node } from '../kube/objects.ts';
import { cloudOf, localKindOf, nodeLabel, regionOf, zoneOf } from './machine.ts';

const ROLE = 'node-role.kubernetes.io/';

/** What is counted on a node; undefined where not all of it may be read. */
export interface NodeCounts {
  readonly pods: number | undefined;
  readonly endpoints: ReadyCount | undefined;
}

export const nodeKey = (context: string, name: string): string => `${context}/${name}`;

/** A node as a list shows it. */
export function nodeRow(context: string, node: Node, { pods, endpoints }: NodeCounts): NodeRow {
  const { metadata, spec, status } = node;
  const zone = zoneOf(node);
  const region = regionOf(node);
  const instanceType = nodeLabel(node, 'node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type');
  const provider = cloudOf(node);
  const local = localKindOf(node);
  return {
    key: nodeKey(context, metadata.name),
    context,
    name: metadata.name,
    addresses: status?.addresses ?? [],
    ...(zone !== undefined && { zone }),
    ...(region !== undefined && { region }),
    ...(instanceType !== undefined && { instanceType }),
    ...(provider !== undefined && { provider }),
    ...(local !== undefined && { local }),
    roles: rolesOf(node),
    ready: readinessOf(node),
    conditions: (status?.conditions ?? []).map(({ type, status: is, reason, lastTransitionTime }) => ({
      type,
      status: is,
      ...(reason !== undefined && { reason }),
      ...(lastTransitionTime !== undefined && { since: lastTransitionTime }),
    })),
    cordoned: spec?.unschedulable ?? false,
    taints: spec?.taints ?? [],
    capacity: status?.capacity ?? {},
    allocatable: status?.allocatable ?? {},
    ...(pods !== undefined && { pods }),
    ...(endpoints && { endpoints }),
    kubeletVersion: status?.nodeInfo?.kubeletVersion ?? '',
    created: metadata.creationTimestamp,
  };
}

function rolesOf({ metadata: { labels = {} } }: Node): readonly string[] {
  const named = Object.keys(labels).flatMap((label) => (label.startsWith(ROLE) ? label.slice(ROLE.length) : []));
  const older = labels['kubernetes.io/role'];
  return [...new Set([...named, ...(older === undefined ? [] : [older])])].sort();
}

export function readinessOf({ status }: Node): NodeRow['ready'] {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  if (ready === 'True') return 'yes';
  return ready === 'False' ? 'no' : 'unknown';
}
