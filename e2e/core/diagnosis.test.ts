import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/core/clock.ts';
import { Diagnoses } from '../../electron/core/diagnosis/live.ts';
import { fixtures, writtenObjects, type Fixture } from '../../electron/core/diagnosis/testing/fixtures.ts';
import { mergePatch } from '../../electron/core/diagnosis/testing/merge-patch.ts';
import type { Patch } from '../../shared/model/diagnosis.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { noCluster } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
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

/** A fixture in namespaces of its own, so that all of them fit into one cluster. */
interface Placed {
  readonly fixture: Fixture;
  readonly index: number;
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
}

const all: readonly Placed[] = fixtures
  .filter(({ notOnBed }) => notOnBed === undefined)
  .map((fixture, index) => {
    const namespace = `case-${index}`;
    const written = writtenObjects(fixture).filter(({ kind }) => kind !== 'Node' && kind !== 'Namespace');
    const objects = written.map((object) => JSON.parse(own(JSON.stringify(bare(object)), index)) as KubeObject);
    const names = [namespace, `${namespace}-dev`].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    }));
    return { fixture, index, namespace, objects: [...names, ...objects] };
  });

function own(text: string, index: number): string {
  return text.replaceAll(/\bshop\b/g, `case-${index}`).replaceAll('192.0.2.80', `192.0.2.${index + 1}`);
}

/** Without what the server allocates, or would refuse to take twice. */
function bare(object: object): unknown {
  const hasNodePort = JSON.stringify(object).includes('"targetPort":30080');
  const stripped = JSON.parse(
    hasNodePort ? JSON.stringify(object) : JSON.stringify(object).replaceAll(/,"nodePort":\d+/g, ''),
  ) as object;
  const isHeadless = JSON.stringify(object).includes('"clusterIP":"None"');
  const addresses =
    isHeadless || !JSON.stringify(object).includes('"clusterIP"')
      ? {}
      : { spec: { clusterIP: null, clusterIPs: null } };
  return mergePatch(stripped, { metadata: { creationTimestamp: null }, ...addresses });
}

async function ask({ kubeconfig }: TestCluster): Promise<ReadonlyMap<string, Said>> {
  const { stdout, stderr, code } = await portolan(['diagnose', '-A', '-o', 'json', '--kubeconfig', kubeconfig]);
  if (code === 2) throw new Error(stderr);
  const said = JSON.parse(stdout) as readonly Said[];
  return new Map(said.map((one) => [`${one.service.namespace}/${one.service.name}`, one]));
}

function answerTo({ fixture, namespace }: Placed, said: ReadonlyMap<string, Said>): Said | undefined {
  return said.get(`${namespace}/${fixture.service ?? 'web'}`);
}

/** What was said other than the fixtures expect. */
function wrong(placed: readonly Placed[], said: ReadonlyMap<string, Said>): readonly string[] {
  return placed.flatMap((one) => {
    const { fixture } = one;
    const answer = answerTo(one, said);
    const [first] = answer?.findings ?? [];
    const names = (fixture.names ?? []).map((name) => own(name, one.index));
    const missing = names.filter((name) => !JSON.stringify(first?.proof ?? '').includes(name));
    const isRight = first?.code === fixture.code && answer?.verdict === fixture.verdict && missing.length === 0;
    return isRight
      ? []
      : [
          `${fixture.name}: ${first?.code} ${answer?.verdict}, expected ${fixture.code} ${fixture.verdict} ${missing.join()}`,
        ];
  });
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
