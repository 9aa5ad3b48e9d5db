import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKubeconfig } from '../../electron/core/demo/context.ts';
import type { DemoCluster } from '../../electron/core/demo/demo-cluster.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { kubectlDeviations } from './deviations.ts';
import { differences, judge, told } from './harness/compare.ts';
import { startEmptyDemo } from './harness/demo.ts';
import { normalise } from './harness/normalise.ts';
import { groups } from './kubectl/commands.ts';
import { converse } from './kubectl/run.ts';
import type { Printed } from './kubectl/run.ts';

describe.skipIf(noCluster)('kubectl', () => {
  const own = useOwnBed({ singleStack: true, nodes: 1 });
  let demo: DemoCluster;
  beforeAll(async () => {
    demo = await startEmptyDemo();
  });
  afterAll(() => demo.close());

  test('prints the same of the demo cluster as of a real one', async () => {
    const { bed } = own;
    const kubeconfig = join(bed.dir, 'demo.yaml');
    await writeFile(kubeconfig, JSON.stringify(demoKubeconfig(demo.access)), { mode: 0o600 });
    const written = JSON.stringify(groups);
    const [real, simulated] = await Promise.all(
      [bed.kubeconfig, kubeconfig].map(async (one) => {
        const printed = await converse({ bed, kubeconfig: one }, groups);
        return normalise(printed, { namespace: '‹none›', written }) as Printed[]; // one value in, one of the same shape out
      }),
    );
    const found = (real ?? []).flatMap((printed, index) =>
      differences(printed, simulated?.[index]).map((difference) => ({
        ...difference,
        scenario: 'kubectl',
        request: printed.to,
      })),
    );
    const { unexplained, outdated } = judge(found, kubectlDeviations);
    expect(told(unexplained)).toBe('');
    expect(outdated).toEqual([]);
  }, 180_000);
});
