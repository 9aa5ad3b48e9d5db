import { fail } from '../../../shared/failure.ts';
import type { AttachSpec } from '../../../shared/model/terminal.ts';
import type { KubeApi } from '../kube/api.ts';
import type { ClusterConsole, Ending } from './program.ts';
import { runRemote } from './remote-process.ts';

/** A Pod, as far as it is read here. */
interface Pod {
  readonly spec?: {
    readonly containers?: readonly ContainerStreams[];
    readonly ephemeralContainers?: readonly ContainerStreams[];
  };
  readonly status?: {
    readonly containerStatuses?: readonly ContainerState[];
    readonly ephemeralContainerStatuses?: readonly ContainerState[];
  };
}

interface ContainerStreams {
  readonly name: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
}

interface ContainerState {
  readonly name: string;
  readonly state?: { readonly terminated?: { readonly exitCode?: number } };
}

/** The container's own program: what it prints from now on, and the keys to it where it reads any. */
export async function runAttach(
  { namespace, pod, container: wanted }: Pick<AttachSpec, 'namespace' | 'pod' | 'container'>,
  console: ClusterConsole,
): Promise<Ending> {
  const { containers = [], ephemeralContainers = [] } = (await readPod({ namespace, pod }, console)).spec ?? {};
  const all = [...containers, ...ephemeralContainers];
  const container = all.find(({ name }) => name === (wanted ?? containers[0]?.name));
  if (!container) throw fail('not-found', { resource: 'containers', name: `${pod}/${wanted ?? ''}` });
  const { name, stdin = false, tty = false } = container;
  const end = await runRemote({ namespace, pod, container: name, stdin, tty }, console);
  if (end.t !== 'exit') throw fail('exec-refused', { pod, detail: end.detail });
  return endingOf(await readPod({ namespace, pod }, console), name);
}

/** The stream tells no exit code; the Pod's status does, if the container has ended and not only the stream. */
function endingOf({ status = {} }: Pod, container: string): Ending {
  const states = [...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
  const code = states.find(({ name }) => name === container)?.state?.terminated?.exitCode;
  return code === undefined ? {} : { code };
}

function readPod(
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
  { api, signal }: { readonly api: KubeApi; readonly signal: AbortSignal },
): Promise<Pod> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
  return api.json<Pod>({ path, verb: 'get', resource: 'pods', namespace, signal });
}
