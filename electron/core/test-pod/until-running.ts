import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import { standingOf, type PodStatus, type Standing } from './standing.ts';

/** Whose start is waited for. */
export interface Starting {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Hears what it waits for, in the cluster's words. */
  readonly onWait?: ((detail: string) => void) | undefined;
}

/** How long, in ms, a container may take to run: a node may have to pull the image. */
const PATIENCE = 90_000;
const LOOK_EVERY = 300;

/** Resolves when the container runs, or with why it does not and will not, or not soon. */
export async function untilRunning(starting: Starting): Promise<Exclude<Standing, { readonly state: 'waiting' }>> {
  const { api, clock, signal, namespace, pod, container, onWait } = starting;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const { status } = await api.json<{ status?: PodStatus }>({
      path,
      verb: 'get',
      resource: 'pods',
      namespace,
      signal,
    });
    const standing = standingOf(status, container);
    if (standing.state !== 'waiting') return standing;
    if (clock.now() >= deadline) return { state: 'failed', detail: standing.detail };
    onWait?.(standing.detail);
    await clock.sleep(LOOK_EVERY, signal);
  }
}
