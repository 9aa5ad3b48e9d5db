import { isDeepStrictEqual } from 'node:util';
import { toFailure } from '../../../shared/failure.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { KindName } from '../kube/kinds.ts';
import { OpenedMap } from '../services/opened.ts';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose, diagnoseMissing } from './diagnose.ts';
import { loadSnapshot } from './load.ts';

/** Changes come in flocks: wait this long, in ms, for the rest of one. */
const SETTLE = 150;
/** How often, in ms, to look at what is not watched: workloads, policies, routes, nodes. */
const LOOK_AGAIN = 3000;
/** A cluster that takes long to read is read so many times less often. */
const REST = 4;

const watched: readonly KindName[] = ['services', 'endpointslices', 'pods', 'events'];

/** The diagnosis of one Service, made anew by itself when anything that it rests on has changed. */
export function serviceDiagnosis(cluster: Cluster, ref: ServiceRef, clock: Clock): OpenedMap<Diagnosis> {
  const { namespace } = ref;
  const end = new AbortController();
  const views = watched.map((kind) => cluster.watch(kind, { namespace }));
  const found = new OpenedMap<Diagnosis>(() => {
    end.abort(new Error('nobody looks any more'));
    for (const view of views) view.close();
  });
  let wake: () => void = () => undefined;
  let changed = false;
  const stops = views.map((view) =>
    view.subscribe((notice) => {
      if (!notice.all && notice.keys.length === 0) return;
      changed = true;
      wake();
    }),
  );

  const look = async (): Promise<void> => {
    changed = false;
    try {
      const diagnosis = await diagnoseNow(cluster, ref, { now: clock.now(), signal: end.signal });
      if (end.signal.aborted) return;
      const isSame = isDeepStrictEqual(diagnosis, found.items.get(diagnosis.key));
      if (!isSame) found.update({ upserts: [diagnosis] });
      else if (found.freshness.state !== 'live') found.mark({ state: 'live' });
    } catch (error) {
      if (end.signal.aborted) return;
      const { freshness } = found;
      const since = freshness.state === 'stale' ? freshness.since : clock.now();
      found.mark({ state: 'stale', since, failure: toFailure(error) });
    }
  };

  /** Resolves at the next change, or when it is time to look anyway. */
  const nextReason = async (): Promise<void> => {
    const pause = new AbortController();
    const stop = (): void => pause.abort(new Error('something changed'));
    wake = stop;
    end.signal.addEventListener('abort', stop, { once: true });
    if (changed) stop();
    await clock.sleep(LOOK_AGAIN, pause.signal).catch(() => undefined);
    end.signal.removeEventListener('abort', stop);
  };

  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const began = clock.now();
      await look();
      const took = clock.now() - began;
      await nextReason();
      await clock.sleep(SETTLE + took * REST, end.signal).catch(() => undefined);
    }
    for (const stop of stops) stop();
  };
  // `look` tells every failure through the freshness.
  run().catch(() => undefined);
  return found;
}

async function diagnoseNow(
  cluster: Cluster,
  ref: ServiceRef,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<Diagnosis> {
  const { context, namespace, name } = ref;
  const facts = new ClusterFacts(await loadSnapshot({ api: cluster.api, namespace, now, signal }));
  const service = facts.get('Service', namespace, name);
  const diagnosis = service ? diagnose(facts, { service, context }) : diagnoseMissing(facts, { namespace, name });
  return { ...diagnosis, key: serviceKey(ref) };
}
