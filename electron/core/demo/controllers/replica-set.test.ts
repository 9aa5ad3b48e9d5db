import { expect, it } from 'vitest';
import type { Pod } from '../shapes.ts';
import { madePod, type MadePod } from '../testing/made-objects.ts';
import { firstToGo } from './replica-set.ts';

const unplaced = (pod: Pod): Pod => {
  const { nodeName: _, ...spec } = pod.spec;
  return { ...pod, spec };
};
const young = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, creationTimestamp: '2026-11-21T11:00:00Z' } });
const of = (options: MadePod): Pod => madePod('other', options);

it.each<readonly [string, Pod]>([
  ['has no node', unplaced(of({ node: 'node-2' }))],
  ['does not run yet', of({ node: 'node-2', phase: 'Pending' })],
  ['is not ready', of({ node: 'node-2', ready: false })],
  ['is younger', young(of({ node: 'node-2' }))],
])('lets the pod go first that %s', (_why, other) => {
  const old = madePod('old', { node: 'node-1' });
  expect(firstToGo([old, other]).map(({ metadata }) => metadata.name)).toEqual(['other', 'old']);
});

it('lets a pod go first that has company on its node', () => {
  const pods = [
    madePod('a', { node: 'node-1' }),
    madePod('b', { node: 'node-2' }),
    young(madePod('c', { node: 'node-2' })),
  ];
  expect(firstToGo(pods).map(({ metadata }) => metadata.name)).toEqual(['c', 'b', 'a']);
});

it('minds what works more than what has company', () => {
  const pods = [madePod('a', { node: 'node-1', ready: false }), madePod('b'), madePod('c')];
  expect(firstToGo(pods)[0]?.metadata.name).toBe('a');
});
