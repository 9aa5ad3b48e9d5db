import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../shapes.ts';
import { firstSize, nextScalings, rolloutLimits } from './rollout.ts';

type Strategy = NonNullable<Deployment['spec']['strategy']>;

function deployment(replicas: number, strategy: Strategy = {}): Deployment {
  const template = { spec: { containers: [] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('web'),
    spec: { replicas, selector: {}, template, strategy },
  };
}

/** `size` wanted, `available` of them. */
function set(name: string, size: number, available = size, terminating = 0): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(name),
    spec: { replicas: size, selector: {}, template: { spec: { containers: [] } } },
    status: { replicas: size, availableReplicas: available, terminatingReplicas: terminating },
  };
}

function meta(name: string) {
  return { name, uid: name, resourceVersion: '1', creationTimestamp: `2026-11-21T10:00:0${name.length % 10}Z` };
}

describe('limits', () => {
  it.each([
    [4, {}, 1, 1],
    [3, {}, 1, 0],
    [1, {}, 1, 0],
    [10, { maxSurge: 2, maxUnavailable: '30%' }, 2, 3],
    [3, { maxSurge: 0, maxUnavailable: '10%' }, 0, 1],
    [0, {}, 0, 0],
  ])('of %d replicas with %o', (replicas, rollingUpdate, maxSurge, maxUnavailable) => {
    expect(rolloutLimits(deployment(replicas, { rollingUpdate }))).toEqual({ replicas, maxSurge, maxUnavailable });
  });
});

describe('steps', () => {
  const steps = (replicas: number, current: ReplicaSet, old: readonly ReplicaSet[], strategy?: Strategy): unknown =>
    nextScalings(deployment(replicas, strategy), current, old).map(
      ({ set: { metadata }, to }) => `${metadata.name} ${to}`,
    );

  it.each([
    ['grows as far as the surge allows', 3, set('new', 0), [set('old', 3)], ['new 1']],
    ['waits for what is not available yet', 3, set('new', 1, 0), [set('old', 3)], []],
    ['takes an old one for each new one', 3, set('new', 1), [set('old', 3)], ['old 2']],
    ['goes on until the old ones are gone', 3, set('new', 3), [set('old', 1)], ['old 0']],
    ['has nothing to do at the end', 3, set('new', 3), [set('old', 0)], []],
    ['takes what does not work first', 3, set('new', 1), [set('old', 3, 1)], ['old 2']],
    ['takes broken ones of an older template though the new one waits', 4, set('new', 2, 0), [set('old', 3, 2)], []],
    ['follows the number of replicas up', 5, set('new', 3), [], ['new 5']],
    ['follows the number of replicas down', 1, set('new', 3), [], ['new 1']],
    ['scales to nothing', 0, set('new', 3), [], ['new 0']],
  ])('%s', (_name, replicas, current, old, expected) => {
    expect(steps(replicas, current, old)).toEqual(expected);
  });

  it('ends all old pods before it makes new ones, when it recreates', () => {
    const strategy = { type: 'Recreate' };
    expect(steps(3, set('new', 0), [set('old', 3)], strategy)).toEqual(['old 0']);
    expect(steps(3, set('new', 0), [set('old', 0, 0, 2)], strategy)).toEqual([]);
    expect(steps(3, set('new', 0), [set('old', 0)], strategy)).toEqual(['new 3']);
  });

  it('starts the first ReplicaSet whole, and the next within the surge', () => {
    expect(firstSize(deployment(3), [])).toBe(3);
    expect(firstSize(deployment(3), [set('old', 3)])).toBe(1);
    expect(firstSize(deployment(3, { type: 'Recreate' }), [set('old', 0)])).toBe(3);
  });
});
