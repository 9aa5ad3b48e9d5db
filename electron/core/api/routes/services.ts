import { serviceDetail } from '../../services/detail.ts';
import { serviceEvents } from '../../services/events.ts';
import { serviceRows } from '../../services/rows.ts';
import { serviceYaml } from '../../services/yaml.ts';
import { KnownSurroundings } from '../../names/known-surroundings.ts';
import { serviceNames } from '../../names/live.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** The Services of a cluster, and one of them whole. */
export function servicesRoutes({ clusters, clock }: Pick<Parts, 'clusters' | 'clock'>, feeds: Feeds) {
  const known = new KnownSurroundings(clock);
  return {
    feed: os.services.feed.handler(({ input, signal }) =>
      feeds.run(serviceRows(clusters.cluster(input.context)), { ...input, signal }),
    ),
    detail: os.services.detail.handler(({ input, signal }) =>
      feeds.run(serviceDetail(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
    ),
    events: os.services.events.handler(({ input, signal }) =>
      feeds.run(serviceEvents(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
    ),
    yaml: os.services.yaml.handler(({ input, signal }) =>
      serviceYaml(clusters.cluster(input.context), input, signal ?? new AbortController().signal),
    ),
    names: os.services.names.handler(({ input, signal }) =>
      feeds.run(serviceNames(clusters.cluster(input.ref.context), input.ref, { clock, known }), { ...input, signal }),
    ),
  };
}
