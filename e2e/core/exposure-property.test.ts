import { describe, expect, test } from 'vitest';
import { noCluster } from '../cluster/vitest-bed.ts';
import { contradiction, trials } from './exposure/property.ts';
import { useRealScene } from './exposure/scenes.ts';

const SEED = 20_261_121;

describe.skipIf(noCluster)('random wishes for random Services, on the real API server', () => {
  const held = useRealScene({ singleStack: true });

  test('no plan called valid is refused, no field comes out otherwise, and no refusal is made up', async () => {
    const all = await trials(held.scene, { seed: SEED, services: 400, wishes: 20 });
    expect(all.flatMap((trial) => contradiction(trial) ?? [])).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(2_000);
    expect(all.filter(({ plan }) => !plan.refusal).length).toBeGreaterThanOrEqual(1_000);
  }, 180_000);
});

describe.skipIf(noCluster)('random wishes where Services have two address families', () => {
  const held = useRealScene({ singleStack: false });

  test('come out as planned too', async () => {
    const all = await trials(held.scene, { seed: SEED, services: 150, wishes: 10 });
    expect(all.flatMap((trial) => contradiction(trial) ?? [])).toEqual([]);
  }, 180_000);
});
