import { AppError, fail } from '../../../../shared/failure.ts';
import type { Clock } from '../../clock.ts';
import type { KubeApi } from '../../kube/api.ts';
import { SpdySession } from './session.ts';

export interface DialOptions {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly namespace: string;
  readonly pod: string;
  readonly signal: AbortSignal;
}

/**
 * Opens a port-forward session with a pod. The app in it hears nothing of that: it is connected to for each stream.
 *
 * By POST, which every version serves and RBAC calls `create`; the port is not part of the request but of each stream.
 */
export async function dialPod({ api, clock, namespace, pod, signal }: DialOptions): Promise<SpdySession> {
  const name = `${namespace}/${pod}`;
  try {
    const { socket, head } = await api.upgrade({
      method: 'POST',
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`,
      verb: 'create',
      resource: 'pods/portforward',
      namespace,
      headers: { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'portforward.k8s.io' },
      signal,
    });
    return new SpdySession({ socket, head, clock, server: api.server, pod: name });
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'not-found') throw fail('pod-gone', { pod: name }, error);
    throw error;
  }
}
