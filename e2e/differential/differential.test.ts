import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { answersOf, compared } from './harness/answers.ts';
import type { Answers } from './harness/answers.ts';
import { told } from './harness/compare.ts';
import { realTarget } from './harness/target.ts';
import type { Target } from './harness/target.ts';
import { scenarios } from './requests/all.ts';

describe.skipIf(noCluster)('the same requests', () => {
  const own = useOwnBed({ singleStack: true });
  let real: Target;
  let first: Answers;

  beforeAll(async () => {
    real = await realTarget(own.bed);
    first = await answersOf(real, scenarios, 'one');
  });
  afterAll(() => real.close());

  test('get the same answers from the real control plane twice', async () => {
    const second = await answersOf(real, scenarios, 'two');
    expect(told(compared(first, second))).toBe('');
  });
});
