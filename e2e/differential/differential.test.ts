import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoCluster } from '../../electron/core/demo/demo-cluster.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { deviations } from './deviations.ts';
import { answersOf, compared } from './harness/answers.ts';
import type { Answers } from './harness/answers.ts';
import { judge, told } from './harness/compare.ts';
import { demoTarget, startEmptyDemo } from './harness/demo.ts';
import { realTarget } from './harness/target.ts';
import type { Target } from './harness/target.ts';
import { scenarios } from './requests/all.ts';
import { expiries } from './requests/expiry.ts';

describe.skipIf(noCluster)('the same requests', () => {
  const own = useOwnBed({ singleStack: true, nodes: 1 });
  let demo: DemoCluster;
  let real: Target;
  let simulated: Target;
  let answers: Answers;
  let simulatedAnswers: Answers;

  beforeAll(async () => {
    demo = await startEmptyDemo();
    real = await realTarget(own.bed);
    simulated = demoTarget(demo);
    [answers, simulatedAnswers] = await Promise.all([
      answersOf(real, scenarios, 'one'),
      answersOf(simulated, scenarios, 'one'),
    ]);
  });
  afterAll(async () => {
    real.close();
    simulated.close();
    await demo.close();
  });

  test('are many', () => {
    expect([...answers.values()].flat().length).toBeGreaterThan(600);
  });

  test('get the same answers from the real control plane twice', async () => {
    expect(told(compared(answers, await answersOf(real, scenarios, 'two')))).toBe('');
  });

  test('get the same answers from the demo cluster, but where it deviates on purpose', () => {
    const { unexplained, outdated } = judge(compared(answers, simulatedAnswers), deviations);
    expect(told(unexplained)).toBe('');
    expect(outdated).toEqual([]);
  });

  test('get the same answers when the server has lost its past', async () => {
    const [expected, seen] = [await answersOf(real, expiries, 'old'), await answersOf(simulated, expiries, 'old')];
    expect(told(compared(expected, seen))).toBe('');
  });
});
