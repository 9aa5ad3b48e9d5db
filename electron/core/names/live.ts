import { isDeepStrictEqual } from 'node:util';
import { toFailure } from '../../../shared/failure.ts';
import type { ServiceNames } from '../../../shared/model/names.ts';
import { serviceKey, type ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import { combine } from '../kube/standing.ts';
import { OpenedMap } from '../services/opened.ts';
import { namesOf } from './names.ts';
import { KEEP, type KnownSurroundings } from './known-surroundings.ts';
import { specChanged, type Surroundings } from './surroundings.ts';

/** Changes come in flocks: wait this long, in ms, for the rest of one. */
const SETTLE = 100;

interface Read {
  readonly at: number;
  readonly version: string;
  readonly surroundings: Surroundings;
  readonly changed: number | undefined;
}

interface Around {
  readonly clock: Clock;
  readonly known: KnownSurroundings;
}

/** The names of one Service, made anew as the cluster changes; no item once the Service is gone. */
export function serviceNames(cluster: Cluster, ref: ServiceRef, { clock, known }: Around): OpenedMap<ServiceNames> {
  const { context, namespace, name } = ref;
  const key = serviceKey(ref);
  const own = `${namespace}/${name}`;
  const end = new AbortController();
  const services = cluster.watch('services', { namespace, borrow: true });
  const everywhere = cluster.watch('services');
  const slices = cluster.watch('endpointslices', { namespace, borrow: true });
  const pods = cluster.watch('pods', { namespace, borrow: true });
  const views = [services, everywhere, slices, pods];
  const names = new OpenedMap<ServiceNames>(() => {
    end.abort(new Error('nobody looks any more'));
    for (const view of views) view.close();
  });
  let read: Read | undefined;
  let changed = false;
  let wake: () => void = () => undefined;
  for (const view of views) {
    view.subscribe(() => {
      changed = true;
      wake();
    });
  }

  const reread = async (version: string): Promise<Read> => {
    const asker = { api: cluster.api, signal: end.signal };
    const { at, read: around } = known.of(asker.api);
    const [surroundings, write] = await Promise.all([around, specChanged(asker, ref)]);
    return { at, version, surroundings, changed: write };
  };

  const look = async (): Promise<void> => {
    changed = false;
    const freshness = combine([services.requiredFreshness, slices.freshness, pods.freshness]);
    const service = services.items.get(own);
    if (!service) {
      if (names.items.has(key)) names.update({ removes: [key], freshness });
      else names.mark(freshness);
      return;
    }
    if (freshness.state === 'loading') return;
    const { resourceVersion } = service.metadata;
    if (freshness.state === 'live' && (read?.version !== resourceVersion || clock.now() - read.at >= KEEP)) {
      read = await reread(resourceVersion);
    }
    if (!read || end.signal.aborted) return;
    const { surroundings } = read;
    const namesakes = [...everywhere.items.values()].flatMap(({ metadata }) =>
      metadata.name === name && metadata.namespace !== namespace ? (metadata.namespace ?? []) : [],
    );
    const made = namesOf({
      context,
      service,
      slices: [...slices.owned(own)],
      pods: [...pods.items.values()],
      dns: surroundings.dns,
      nodes: surroundings.nodes,
      changed: read.changed,
      namesakes: namesakes.sort(),
    });
    const gaps = [slices, pods].flatMap((view) => view.gaps);
    const item = { ...made, gaps: [...gaps, ...surroundings.gaps] };
    if (!isDeepStrictEqual(item, names.items.get(key))) names.update({ upserts: [item], freshness });
    else if (!isDeepStrictEqual(freshness, names.freshness)) names.mark(freshness);
  };

  /** Resolves at the next change, or when it is time to look anyway. */
  const nextReason = async (): Promise<void> => {
    const pause = new AbortController();
    const stop = (): void => pause.abort(new Error('something changed'));
    wake = stop;
    end.signal.addEventListener('abort', stop, { once: true });
    if (changed) stop();
    await clock.sleep(KEEP, pause.signal).catch(() => undefined);
    end.signal.removeEventListener('abort', stop);
  };

  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await look().catch((error: unknown) => {
        if (end.signal.aborted) return;
        names.mark({ state: 'stale', since: clock.now(), failure: toFailure(error) });
      });
      await nextReason();
      // Who waits for a first look does not wait for more.
      if (names.items.size > 0) await clock.sleep(SETTLE, end.signal).catch(() => undefined);
    }
  };
  // `look` tells every failure through the freshness.
  run().catch(() => undefined);
  return names;
}
