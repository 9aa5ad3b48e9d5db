import { AppError, fail } from '../../../../shared/failure.ts';
import type { StartReport } from '../../../../shared/model/profile.ts';
import type { ServiceRow } from '../../../../shared/model/service.ts';
import type { Clock } from '../../clock.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { LiveSource } from '../../live.ts';
import { serviceRows } from '../../services/rows.ts';
import type { Forwards } from '../forwards.ts';
import { planNamespace, type NamespaceWish } from './namespace-plan.ts';
import { startAll } from './start-all.ts';

/** How long a start waits to hear which Services there are, in ms. */
const LIST = 10_000;

export interface NamespaceOptions extends Pick<NamespaceWish, 'ports' | 'addresses'> {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly forwards: Forwards;
  readonly clock: Clock;
}

/**
 * Forwards every Service of a namespace that can be forwarded and is not yet; the others are named with why. The
 * forwards are then like any other: a Service that is made later does not join, but asking again adds it alone.
 */
export async function startNamespace(options: NamespaceOptions): Promise<StartReport> {
  const { cluster, namespace, forwards, ports, addresses, clock } = options;
  const source = serviceRows(cluster, { namespace });
  try {
    const rows = await listed(source, { clock, context: cluster.context });
    if (rows.length === 0) throw fail('namespace-empty', { namespace });
    const running = [...forwards.views.items.values()].filter(({ state }) => state.state !== 'failed');
    const { specs, skipped } = planNamespace(rows, {
      ports,
      addresses,
      running: running.map(({ spec }) => spec),
      taken: running.flatMap(({ local }) => local?.port ?? []),
      lastPort: (spec) => forwards.lastPort(spec),
    });
    const { started, failed } = await startAll(forwards, specs);
    return { started, failed: [...skipped, ...failed] };
  } finally {
    source.close();
  }
}

/** The rows once the cluster has said which there are; rejects with why it does not. */
async function listed(
  source: LiveSource<ServiceRow>,
  { clock, context }: { readonly clock: Clock; readonly context: string },
): Promise<readonly ServiceRow[]> {
  const over = new AbortController();
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (source.freshness.state === 'loading') return;
      over.abort();
      resolve();
    };
    const stop = source.subscribe(look);
    over.signal.addEventListener('abort', stop, { once: true });
    clock.sleep(LIST, over.signal).then(
      () => {
        stop();
        reject(fail('timeout', { server: context, seconds: LIST / 1000 }));
      },
      () => undefined,
    );
    look();
  });
  const { freshness, items } = source;
  if (freshness.state === 'stale' && items.size === 0) throw new AppError(freshness.failure);
  return [...items.values()];
}
