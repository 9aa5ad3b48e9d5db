import { afterEach, describe, expect, test } from 'vitest';
import { ClusterFacts } from '../../electron/core/diagnosis/cluster-facts.ts';
import { diagnose } from '../../electron/core/diagnosis/diagnose.ts';
import { groupBy } from '../../electron/core/diagnosis/index-by.ts';
import { loadSnapshot } from '../../electron/core/diagnosis/load.ts';
import type { KindName } from '../../electron/core/diagnosis/objects.ts';
import { fixtures } from '../../electron/core/diagnosis/testing/fixtures.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Bed } from '../cluster/bed.ts';
import { objectPath } from '../cluster/objects.ts';
import { people, type Person } from '../cluster/people.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { resourceOf } from './diagnosis/acceptable.ts';
import { isUnattended, objectsByHand, otherSlices, share, write } from './diagnosis/by-hand.ts';
import { mistakes, placeAll, type Placed } from './diagnosis/placed.ts';
import { readerWithout } from './diagnosis/readers.ts';
import { closeAll, open } from './open-clusters.ts';

const now = Date.now();
const byHand = fixtures.filter((fixture) => fixture.byHand !== undefined);
const placed = placeAll(byHand, objectsByHand, { prefix: 'hand', now });
const gateway = resourceOf('gateway.networking.k8s.io', 'HTTPRoute');

/** Who may read all but these kinds. */
const readers = new Map<string, Person>(
  [...new Set(byHand.map(({ gaps = [] }) => gaps.join()))].map((gaps, index) => [
    gaps,
    gaps === '' ? 'admin' : (people.filter((person) => person !== 'admin')[index] ?? 'nobody'),
  ]),
);

/** Those that want the same of what a cluster has once, and the same rights, are asked about together. */
function scenesOf(some: readonly Placed[]): readonly (readonly Placed[])[] {
  return [...groupBy(some, ({ shared, fixture: { gaps = [] } }) => [JSON.stringify([shared, gaps])]).values()];
}

/** What is said of the Service of each. */
async function ask(bed: Bed, scene: readonly Placed[]): Promise<readonly Diagnosis[]> {
  const { gaps = [] } = scene[0]?.fixture ?? {};
  const kubeconfig = await bed.kubeconfigFor({ kind: 'token', as: readers.get(gaps.join()) ?? 'nobody' });
  const { clusters, context } = await open(kubeconfig);
  const { api } = clusters.cluster(context);
  const snapshot = await loadSnapshot({ api, namespace: undefined, now, signal: AbortSignal.timeout(30_000) });
  const facts = new ClusterFacts(snapshot);
  return scene.map(({ fixture, namespace, own }) => {
    const service = facts.get('Service', namespace, fixture.service ?? 'web');
    if (!service) throw new Error(`${fixture.name}: no Service`);
    const [where = '', name = ''] = own(fixture.client ?? '').split('/');
    const client = facts.get('Pod', where, name);
    return diagnose(facts, { service, ...(client && { client }) });
  });
}

/** Looks until nothing is wrong any more; says what still is when time is up. */
async function untilNone(bed: Bed, look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let wrong: readonly string[] = [];
  const isRight = async (): Promise<boolean> => (wrong = await look()).length === 0;
  await bed.waitFor('all to be right', isRight, { timeout: 15_000, every: 100 }).catch(() => undefined);
  return wrong;
}

/** Applies the patches that the answers offer first; says of which the finding is still there. */
async function patchAll(bed: Bed, scene: readonly Placed[], said: readonly Diagnosis[]): Promise<readonly string[]> {
  const offered = scene.flatMap((one, index) => {
    const [finding] = said[index]?.findings ?? [];
    const patch = finding?.fixes[0]?.patch;
    return finding && patch ? [{ one, code: finding.code, patch }] : [];
  });
  if (offered.length === 0) return [];
  for (const { patch } of offered) {
    const { apiVersion, kind, namespace, name } = patch.object;
    await bed.rest.patch(objectPath({ apiVersion, kind, metadata: { namespace, name } }), patch.body);
  }
  const patched = offered.map(({ one }) => one);
  return untilNone(bed, async () => {
    const answers = await ask(bed, patched);
    return offered.flatMap(({ one, code }, index) => {
      const { verdict, findings = [] } = answers[index] ?? {};
      const isHelped = verdict === 'healthy' && findings.every((finding) => finding.code !== code);
      return isHelped ? [] : [`${one.fixture.name}: ${verdict} ${findings.map((finding) => finding.code).join()}`];
    });
  });
}

afterEach(closeAll);

describe.skipIf(noCluster)('the diagnosis of what is written to a real API server by hand', () => {
  const held = useOwnBed({ byHand: true });

  test('says of each fixture what it says of the files, and its patches help', { timeout: 120_000 }, async () => {
    const { bed } = held;
    const rights = [...readers].flatMap(([gaps, person]) =>
      person === 'admin' ? [] : readerWithout(gaps.split(',') as KindName[], person),
    );
    await bed.apply([gateway, ...rights]);
    await bed.waitFor('HTTPRoutes', () => bed.rest.list('/apis/gateway.networking.k8s.io/v1/httproutes'));

    const wrong: string[] = [];
    const unhelped: string[] = [];
    const go = async (some: readonly Placed[]): Promise<void> => {
      const objects = some.flatMap((one) => one.objects);
      const nodes = (some[0]?.shared ?? []).filter(({ kind }) => kind === 'Node');
      await share(bed, nodes); // slices are made of Pods whose Nodes are there
      await write(bed, objects);
      for (const scene of scenesOf(some)) {
        await using _ = await share(bed, scene[0]?.shared ?? []);
        wrong.push(...(await untilNone(bed, () => otherSlices(bed, scene))));
        const said = await ask(bed, scene);
        wrong.push(...scene.flatMap((one, index) => mistakes(one, said[index])));
        unhelped.push(...(await patchAll(bed, scene, said)));
      }
    };
    await go(placed.filter(({ fixture }) => !isUnattended(fixture)));
    await bed.controllers.stop();
    await go(placed.filter(({ fixture }) => isUnattended(fixture)));
    expect(wrong).toEqual([]);
    expect(unhelped).toEqual([]);
  });
});
