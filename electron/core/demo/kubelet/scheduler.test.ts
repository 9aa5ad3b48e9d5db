import { describe, expect, it } from 'vitest';
import type { Node } from '../shapes.ts';
import { madePod } from '../testing/made-objects.ts';
import { place } from './scheduler.ts';

interface MadeNode {
  readonly zone?: string;
  readonly spec?: Node['spec'];
  readonly isReady?: boolean;
  readonly pods?: string;
}

function node(name: string, { zone = 'a', spec = {}, isReady = true, pods = '10' }: MadeNode = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-11-21T10:00:00Z',
      labels: { 'topology.kubernetes.io/zone': zone },
    },
    spec,
    status: { allocatable: { pods }, conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

/** `siblings` and `pods`, node by node. */
function placed(
  nodes: readonly Node[],
  counts: Readonly<Record<string, readonly [number, number]>> = {},
  spec = {},
): string {
  const placement = place(madePod('web-1', { spec }), nodes, {
    siblings: (name) => counts[name]?.[0] ?? 0,
    pods: (name) => counts[name]?.[1] ?? 0,
  });
  return 'node' in placement ? placement.node.metadata.name : placement.message;
}

describe('where a pod goes', () => {
  const three = [node('n1'), node('n2', { zone: 'b' }), node('n3')];
  it('is the node with the fewest of its like', () => {
    expect(placed(three, { n1: [1, 1], n2: [1, 1], n3: [0, 5] })).toBe('n3');
  });
  it('is the zone with the fewest of its like, of equal nodes', () => {
    expect(placed(three, { n1: [1, 1], n2: [0, 5], n3: [0, 1] })).toBe('n2');
  });
  it('is the emptiest, of what is equal otherwise', () => {
    expect(placed([node('n1'), node('n3')], { n1: [0, 4], n3: [0, 3] })).toBe('n3');
  });
});

describe('why there is no node', () => {
  const nowhere = '. no new claims to deallocate, preemption: ';
  it.each([
    [
      'nothing matches its selector',
      [node('n1'), node('n2')],
      { nodeSelector: { gpu: 'yes' } },
      `0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector${nowhere}0/2 nodes are available: 2 Preemption is not helpful for scheduling.`,
    ],
    [
      'all are full',
      [node('n1', { pods: '0' })],
      {},
      `0/1 nodes are available: 1 Too many pods${nowhere}0/1 nodes are available: 1 No preemption victims found for incoming pod.`,
    ],
    [
      'each has its own reason',
      [node('n1', { spec: { unschedulable: true } }), node('n2', { isReady: false })],
      {},
      `0/2 nodes are available: 1 node(s) were not ready, 1 node(s) were unschedulable${nowhere}0/2 nodes are available: 2 Preemption is not helpful for scheduling.`,
    ],
    ['there are no nodes', [], {}, 'no nodes available to schedule pods'],
  ])('%s', (_why, nodes, spec, message) => {
    expect(placed(nodes, {}, spec)).toBe(message);
  });

  it('is a taint, unless the pod tolerates it', () => {
    const tainted = [node('n1', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } })];
    expect(placed(tainted)).toContain('1 node(s) had untolerated taint(s)');
    expect(placed(tainted, {}, { tolerations: [{ key: 'gpu', operator: 'Exists' }] })).toBe('n1');
  });
});
