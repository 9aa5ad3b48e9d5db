import { isDeepStrictEqual } from 'node:util';
import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { objectKey } from '../kube/kinds.ts';
import type { Service } from '../kube/objects.ts';
import { combine } from '../kube/standing.ts';
import { OpenedMap } from './opened.ts';
import { serviceRow } from './view.ts';

export interface RowScope {
  /** Undefined: every namespace that may be watched. */
  readonly namespace?: string | undefined;
}

/**
 * A row for each Service, live. An event recomputes the rows that it touches and no other, and a row that comes out as
 * it was is not told: 10,000 pods coming and going cost what they change in the list.
 */
export function serviceRows(cluster: Cluster, { namespace }: RowScope = {}): OpenedMap<ServiceRow> {
  const where = namespace === undefined ? {} : { namespace };
  const services = cluster.watch('services', where);
  const slices = cluster.watch('endpointslices', where);
  const rows = new OpenedMap<ServiceRow>(() => {
    services.close();
    slices.close();
  });

  const rowOf = (service: Service): ServiceRow => {
    const isCounted = slices.covers(service.metadata.namespace ?? '');
    return serviceRow(cluster.context, service, isCounted ? [...slices.owned(objectKey(service))] : undefined);
  };

  /** Recomputes the rows of these Services (`namespace/name`), whether or not they exist. */
  const refresh = (keys: Iterable<string>): void => {
    const upserts: ServiceRow[] = [];
    const removes: string[] = [];
    for (const key of keys) {
      const service = services.items.get(key);
      const before = rows.items.get(`${cluster.context}/${key}`);
      const row = service && rowOf(service);
      if (row && !isDeepStrictEqual(row, before)) upserts.push(row);
      else if (!row && before) removes.push(before.key);
    }
    const freshness = combine([services.requiredFreshness, slices.freshness]);
    if (upserts.length + removes.length > 0) rows.update({ upserts, removes, freshness });
    else if (!isDeepStrictEqual(freshness, rows.freshness)) rows.mark(freshness);
  };

  const refreshAll = (): void => {
    const shown = [...rows.items.values()].map((row) => `${row.namespace}/${row.name}`);
    refresh(new Set([...services.items.keys(), ...shown]));
  };

  services.subscribe((notice) => (notice.all ? refreshAll() : refresh(notice.keys)));
  slices.subscribe((notice) => (notice.all ? refreshAll() : refresh(notice.owners)));
  refreshAll();
  return rows;
}
