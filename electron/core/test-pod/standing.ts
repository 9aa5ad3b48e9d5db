/** How far a Pod has come that is to run commands. */
export type Standing =
  | { readonly state: 'running' }
  /** Not yet; `detail`: what it waits for, as far as the cluster says it. */
  | { readonly state: 'waiting'; readonly detail: string }
  /** Never will. */
  | { readonly state: 'failed'; readonly detail: string };

/** A Pod's status, as far as it is read here. */
export interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: {
    readonly running?: object;
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
  };
}

/** The kubelet goes on trying after these; a person who waits would wait for nothing. */
const HOPELESS =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|Create\w+Error|RunContainerError)$/;

export function standingOf(status: PodStatus = {}, container: string): Standing {
  const { phase = 'Pending', reason = '', message = '', conditions } = status;
  const containers = [...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
  const { running, waiting, terminated } = containers.find(({ name }) => name === container)?.state ?? {};
  if (running) return { state: 'running' };
  if (terminated) return { state: 'failed', detail: words(terminated.reason, terminated.message) };
  if (phase === 'Failed' || phase === 'Succeeded') return { state: 'failed', detail: words(reason || phase, message) };
  if (waiting && HOPELESS.test(waiting.reason ?? ''))
    return { state: 'failed', detail: words(waiting.reason, waiting.message) };
  const scheduled = conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return { state: 'waiting', detail: words('Unschedulable', scheduled.message) };
  return { state: 'waiting', detail: words(waiting?.reason ?? phase, waiting?.message) };
}

function words(reason = '', message = ''): string {
  return [reason, message].filter((part) => part !== '').join(': ');
}
