import { isDeepStrictEqual } from 'node:util';
import type { EventView } from '../../../shared/model/endpoint.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { objectKey } from '../kube/kinds.ts';
import type { Event } from '../kube/objects.ts';
import { combine } from '../kube/standing.ts';
import { serviceDetail } from './detail.ts';
import { OpenedMap } from './opened.ts';

/** The events about a Service, its slices and its Pods, those that are gone by now too. */
export function serviceEvents(cluster: Cluster, ref: ServiceRef): OpenedMap<EventView> {
  const { namespace, name } = ref;
  const detail = serviceDetail(cluster, ref);
  const events = cluster.watch('events', { namespace, borrow: true });
  /** Only grows: the last events of a Pod come when it is no longer among the endpoints. */
  const subjects = new Set([`Service/${namespace}/${name}`, `Endpoints/${namespace}/${name}`]);
  const shown = new OpenedMap<EventView>(() => {
    detail.close();
    events.close();
  });

  const learnSubjects = (): boolean => {
    const before = subjects.size;
    for (const { endpoints, podsWithoutEndpoint } of detail.items.values()) {
      for (const { target, slices } of endpoints) {
        if (target) subjects.add(`${target.kind}/${target.namespace}/${target.name}`);
        for (const slice of slices) subjects.add(`EndpointSlice/${namespace}/${slice.name}`);
      }
      for (const pod of podsWithoutEndpoint) subjects.add(`Pod/${pod.namespace}/${pod.name}`);
    }
    return subjects.size > before;
  };

  const refresh = (): void => {
    const views = new Map<string, EventView>();
    for (const subject of subjects)
      for (const event of events.owned(subject)) views.set(objectKey(event), eventView(event));
    const upserts = [...views.values()].filter((view) => !isDeepStrictEqual(view, shown.items.get(view.key)));
    const removes = [...shown.items.keys()].filter((key) => !views.has(key));
    const freshness = combine([detail.freshness, events.freshness]);
    if (upserts.length + removes.length > 0) shown.update({ upserts, removes, freshness });
    else if (!isDeepStrictEqual(freshness, shown.freshness)) shown.mark(freshness);
  };

  detail.subscribe((notice) => {
    if (learnSubjects() || notice.all || notice.keys.length === 0) refresh();
  });
  events.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.owners.some((owner) => subjects.has(owner))) refresh();
  });
  learnSubjects();
  refresh();
  return shown;
}

export function eventView(event: Event): EventView {
  const { type, reason = '', message = '', involvedObject, series, source, reportingComponent } = event;
  return {
    key: objectKey(event),
    type: type === 'Warning' ? 'Warning' : 'Normal',
    reason,
    message,
    count: series?.count ?? event.count ?? 1,
    object: { kind: involvedObject.kind ?? '', name: involvedObject.name ?? '' },
    source: source?.component ?? reportingComponent ?? '',
    last: lastTime(event),
  };
}

/** Old and new recorders fill in different times. */
function lastTime({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: Event): string {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp;
}
