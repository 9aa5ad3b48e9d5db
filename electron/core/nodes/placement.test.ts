import { describe, expect, test } from 'vitest';
import type { Node } from '../kube/objects.ts';
import { placementOn, type PodWishes } from './placement.ts';

const ready = [{ type: 'Ready', status: 'True' }];
function node(spec: Node['spec'] = {}, conditions = ready): Node {
  const labels = { zone: 'a', disk: 'ssd', cpus: '8' };
  const metadata = { name: 'one', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-01T00:00:00Z', labels };
  return { metadata, spec, status: { conditions } };
}
const affinity = (...terms: readonly (readonly [key: string, operator: string, ...values: string[]])[]): PodWishes => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map(([key, operator, ...values]) => ({
          matchExpressions: [{ key, operator, values }],
        })),
      },
    },
  },
});
const GPU = { key: 'gpu', value: 'yes', effect: 'NoSchedule' };
const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

describe('a Pod may run', () => {
  test.each<[string, Node, PodWishes]>([
    ['anywhere when it wishes nothing', node(), {}],
    ['where the labels are', node(), { nodeSelector: { disk: 'ssd' } }],
    ['where one of the terms holds', node(), affinity(['zone', 'In', 'b'], ['disk', 'Exists'])],
    ['where a number is large enough', node(), affinity(['cpus', 'Gt', '4'])],
    ['where a label is missing that must be', node(), affinity(['gpu', 'DoesNotExist'])],
    ['where the label differs', node(), affinity(['zone', 'NotIn', 'b'])],
    ['on a taint that it tolerates by value', node({ taints: [GPU] }), { tolerations: [{ key: 'gpu', value: 'yes' }] }],
    ['on a taint that it tolerates', node({ taints: [GPU] }), { tolerations: [{ key: 'gpu', operator: 'Exists' }] }],
    ['anywhere when it tolerates all', node({ taints: [GPU] }), { tolerations: [{ operator: 'Exists' }] }],
    [
      'on a cordoned node, as a DaemonSet',
      node({ unschedulable: true, taints: [CORDON] }),
      { tolerations: [{ key: CORDON.key, operator: 'Exists', effect: 'NoSchedule' }] },
    ],
  ])('%s', (_, where, wishes) => {
    expect(placementOn(where, wishes)).toEqual({ node: 'one', reasons: [], against: [] });
  });
});

describe('a Pod may not run', () => {
  test.each<[string, Node, PodWishes]>([
    ['cordoned ', node({ unschedulable: true, taints: [CORDON] }), {}],
    ['not-ready ', node({}, [{ type: 'Ready', status: 'Unknown' }]), {}],
    ['taint gpu=yes:NoSchedule', node({ taints: [GPU] }), { tolerations: [{ key: 'gpu', value: 'no' }] }],
    [
      'taint gpu=yes:NoSchedule',
      node({ taints: [GPU] }),
      { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }] },
    ],
    ['selector disk=hdd', node(), { nodeSelector: { disk: 'hdd' } }],
    ['affinity zone In b,c', node(), affinity(['zone', 'In', 'b', 'c'])],
    ['affinity cpus Lt 4', node(), affinity(['cpus', 'Lt', '4'])],
    ['affinity zone Gt 4', node(), affinity(['zone', 'Gt', '4'])],
  ])('for %s', (reason, where, wishes) => {
    expect(placementOn(where, wishes).reasons.map(({ why, detail }) => `${why} ${detail}`)).toEqual([reason]);
  });
});

test('a taint that only asks to be avoided is no reason not to', () => {
  const soft = { key: 'old', effect: 'PreferNoSchedule' };
  expect(placementOn(node({ taints: [soft] }), {})).toEqual({
    node: 'one',
    reasons: [],
    against: [{ why: 'taint', detail: 'old:PreferNoSchedule' }],
  });
});
