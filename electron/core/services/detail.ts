import { isDeepStrictEqual } from 'node:util';
import type { PodView, ServiceDetail } from '../../../shared/model/endpoint.ts';
import { serviceKey, type ServiceRef, type ServiceRow } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { combine } from '../kube/standing.ts';
import { endpointViews } from './endpoints.ts';
import { MatchingPods } from './matching-pods.ts';
import { OpenedMap } from './opened.ts';
import { podView } from './pod.ts';
import { serviceRow } from './view.ts';

/** One Service with its endpoints and the Pods they stand for, live; no item once the Service is gone. */
export function serviceDetail(cluster: Cluster, ref: ServiceRef): OpenedMap<ServiceDetail> {
  const { namespace, name } = ref;
  const services = cluster.watch('services', { namespace, borrow: true });
  const slices = cluster.watch('endpointslices', { namespace, borrow: true });
  const pods = cluster.watch('pods', { namespace, borrow: true });
  const views = [services, slices, pods];
  const own = `${namespace}/${name}`;
  const key = serviceKey(ref);
  const matching = new MatchingPods(pods);
  const details = new OpenedMap<ServiceDetail>(() => {
    for (const view of views) view.close();
  });

  const podNamed = (where: string, pod: string): PodView | undefined => {
    const found = pods.items.get(`${where}/${pod}`);
    return found && podView(found);
  };

  const compute = (): ServiceDetail | undefined => {
    const service = services.items.get(own);
    if (!service) return undefined;
    const owned = slices.covers(namespace) ? [...slices.owned(own)] : undefined;
    const row: ServiceRow = serviceRow(cluster.context, service, owned);
    matching.select(row.selector);
    const endpoints = row.endpoints ? endpointViews(owned ?? [], podNamed) : [];
    const placed = new Set(endpoints.map(({ pod }) => pod?.uid));
    const podsWithoutEndpoint = matching.pods.filter(({ metadata }) => !placed.has(metadata.uid)).map(podView);
    return { key, service: row, endpoints, podsWithoutEndpoint, gaps: views.flatMap(({ gaps }) => gaps) };
  };

  const refresh = (): void => {
    const freshness = combine([services.requiredFreshness, slices.freshness, pods.freshness]);
    const detail = compute();
    const before = details.items.get(key);
    if (detail && !isDeepStrictEqual(detail, before)) details.update({ upserts: [detail], freshness });
    else if (!detail && before) details.update({ removes: [key], freshness });
    else if (!isDeepStrictEqual(freshness, details.freshness)) details.mark(freshness);
  };

  const concerns = (keys: readonly string[]): boolean => {
    const targets = new Set(
      details.items.get(key)?.endpoints.map(({ target }) => `${target?.namespace ?? ''}/${target?.name ?? ''}`),
    );
    return keys.length === 0 || keys.some((pod) => targets.has(pod));
  };

  services.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.keys.includes(own)) refresh();
  });
  slices.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.owners.includes(own)) refresh();
  });
  pods.subscribe((notice) => {
    const isMatching = matching.note(notice);
    if (notice.all || isMatching || concerns(notice.keys)) refresh();
  });
  refresh();
  return details;
}
