import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/core/clock.ts';
import { Diagnoses } from '../../electron/core/diagnosis/live.ts';
import { fixtures, writtenObjects } from '../../electron/core/diagnosis/testing/fixtures.ts';
import type { Patch } from '../../shared/model/diagnosis.ts';
import { noCluster } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { mistakes, placeAll, type Placed } from './diagnosis/placed.ts';
import { closeAll, open, when } from './open-clusters.ts';
import { portolan } from './portolan.ts';
import { testClusters, type TestCluster } from './test-cluster.ts';

interface Said {
  readonly service: { readonly namespace: string; readonly name: string };
  readonly verdict: string;
  readonly findings: readonly {
    readonly code: string;
    readonly proof: readonly unknown[];
    readonly fixes: readonly { readonly kind: string; readonly patch?: Patch }[];
  }[];
}

const all = placeAll(
  fixtures.filter(({ byHand, notOnBed }) => byHand === undefined && notOnBed === undefined),
  (fixture) => writtenObjects(fixture).filter(({ kind }) => kind !== 'Node'),
  { prefix: 'case', now: Date.now() },
);

async function ask({ kubeconfig }: TestCluster): Promise<ReadonlyMap<string, Said>> {
  const { stdout, stderr, code } = await portolan(['diagnose', '-A', '-o', 'json', '--kubeconfig', kubeconfig]);
  if (code === 2) throw new Error(stderr);
  const said = JSON.parse(stdout) as readonly Said[];
  return new Map(said.map((one) => [`${one.service.namespace}/${one.service.name}`, one]));
}

function answerTo({ fixture, namespace }: Placed, said: ReadonlyMap<string, Said>): Said | undefined {
  return said.get(`${namespace}/${fixture.service ?? 'web'}`);
}

function wrong(placed: readonly Placed[], said: ReadonlyMap<string, Said>): readonly string[] {
  return placed.flatMap((one) => mistakes(one, answerTo(one, said)));
}

afterEach(closeAll);

describe.skipIf(noCluster).each(testClusters)('the diagnosis over %s', (where, use) => {
  const held = use();
  const placed = all.filter(({ fixture }) => fixture.notOnDemo === undefined || where === 'a real cluster');

  test(
    'says of each fixture what it says of the files, and its patches make it well',
    { timeout: 240_000 },
    async () => {
      const { cluster } = held;
      await cluster.apply(placed.flatMap(({ objects }) => objects));
      let said: ReadonlyMap<string, Said> = new Map();
      const settled = async (): Promise<boolean> => {
        said = await ask(cluster);
        return wrong(placed, said).length === 0;
      };
      await waitFor('every fixture to be diagnosed', settled, { timeout: 60_000, every: 1000 }).catch(() => undefined);
      expect(wrong(placed, said)).toEqual([]);

      const fixed = placed.filter((one) => {
        const answer = answerTo(one, said);
        return (
          answer?.findings[0]?.fixes[0]?.patch && (answer.verdict !== 'healthy' || answer.findings[0].code === 'B7')
        );
      });
      for (const one of fixed) {
        const patch = answerTo(one, said)?.findings[0]?.fixes[0]?.patch;
        if (!patch) continue;
        const { kind, name, namespace } = patch.object;
        await cluster.kubectl([
          'patch',
          kind,
          name,
          '-n',
          namespace,
          '--type',
          'merge',
          '-p',
          JSON.stringify(patch.body),
        ]);
      }
      const ill = async (): Promise<readonly string[]> => {
        const now = await ask(cluster);
        return fixed.flatMap((one) => {
          const answer = answerTo(one, now);
          const { verdict = '-', findings = [] } = answer ?? {};
          const isWell = verdict === 'healthy' && findings.every(({ code }) => code !== 'B7');
          return isWell ? [] : [`${one.fixture.name}: ${verdict} ${findings.map(({ code }) => code).join()}`];
        });
      };
      let left: readonly string[] = [];
      await waitFor('every patch to help', async () => (left = await ill()).length === 0, {
        timeout: 60_000,
        every: 1000,
      }).catch(() => undefined);
      expect(left).toEqual([]);
      expect(fixed.length).toBeGreaterThan(20);
    },
  );

  test('is made anew by itself when the cause is mended or another comes', async () => {
    const { cluster } = held;
    const { clusters, context } = await open(cluster.kubeconfig);
    const ref = { context, namespace: 'shop', name: 'idle' };
    const live = new Diagnoses(systemClock).service(clusters.cluster(context), ref);
    const first = () => live.items.get(`${context}/shop/idle`);
    const select = (app: string) => {
      const patch = { spec: { selector: { app }, ports: [{ port: 80, targetPort: 'http' }] } };
      return cluster.kubectl([
        '-n',
        'shop',
        'patch',
        'service',
        'idle',
        '--type',
        'merge',
        '-p',
        JSON.stringify(patch),
      ]);
    };
    await when(live, () => first()?.findings[0]?.code === 'B8');
    await select('web');
    await when(live, () => first()?.verdict === 'healthy');
    await select('wbe');
    await when(live, () => first()?.findings[0]?.code === 'B1');
    live.close();
  });
});
