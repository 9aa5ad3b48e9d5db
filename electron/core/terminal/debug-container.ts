import { AppError, fail } from '../../../shared/failure.ts';
import type { DebugSpec } from '../../../shared/model/terminal.ts';
import type { Clock } from '../clock.ts';
import { randomSuffix } from '../test-pod/random-suffix.ts';
import { untilRunning } from '../test-pod/until-running.ts';
import { runAttach } from './attach.ts';
import type { ClusterConsole, Ending } from './program.ts';

/**
 * Adds a container to a running Pod, as `kubectl debug` does, and attaches to it. It ends with its shell, but stays
 * named in the Pod: Kubernetes takes none back.
 */
export async function runDebugContainer(spec: DebugSpec, console: ClusterConsole, clock: Clock): Promise<Ending> {
  const { namespace, pod, image } = spec;
  const { api, signal, waits: onWait } = console;
  const container = `debugger-${randomSuffix(clock)}`;
  await addContainer(spec, container, console);
  const start = await untilRunning({ api, clock, signal, namespace, pod, container, onWait });
  if (start.state === 'failed') throw fail('debug-failed', { pod, image, detail: start.detail });
  return runAttach({ namespace, pod, container }, console);
}

async function addContainer(
  { namespace, pod, container: target, image }: DebugSpec,
  name: string,
  { api, signal }: ClusterConsole,
): Promise<void> {
  const added = {
    name,
    image,
    stdin: true,
    tty: true,
    terminationMessagePolicy: 'File',
    ...(target !== undefined && { targetContainerName: target }),
  };
  try {
    await api.json({
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/ephemeralcontainers`,
      verb: 'patch',
      resource: 'pods/ephemeralcontainers',
      namespace,
      method: 'PATCH',
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { ephemeralContainers: [added] } },
      signal,
    });
  } catch (error) {
    // Admission's: Pod Security, a webhook. Missing rights are told as everywhere.
    if (!(error instanceof AppError) || error.failure.code !== 'server-error') throw error;
    const { status, detail = '' } = error.failure.params;
    throw Number(status) < 500 ? fail('debug-refused', { pod, detail }, error) : error;
  }
}
