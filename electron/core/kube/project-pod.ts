import type { Container } from '../diagnosis/objects.ts';
import { keep, keepMeta } from './keep.ts';
import type { ContainerStatus, Pod } from './objects.ts';

/** What lists, charts and rules read of a Pod; of its environment only what tells where it listens or whom it asks. */
export function projectPod({ metadata, spec, status }: Pod): Pod {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy !== undefined);
  const claims = (spec.volumes ?? []).filter(({ persistentVolumeClaim }) => persistentVolumeClaim);
  return {
    metadata: {
      ...keepMeta(metadata, 'labels'),
      ...(metadata.ownerReferences && {
        ownerReferences: metadata.ownerReferences.map((one) => keep(one, 'kind', 'name', 'uid', 'controller')),
      }),
    },
    spec: {
      ...keep(spec, 'nodeName', 'hostNetwork', 'hostname', 'subdomain', 'dnsPolicy', 'dnsConfig', 'readinessGates'),
      ...(spec.enableServiceLinks === false && { enableServiceLinks: false }),
      ...(spec.containers && { containers: spec.containers.map(projectContainer) }),
      ...(sidecars.length > 0 && { initContainers: sidecars.map(projectContainer) }),
      ...(claims.length > 0 && { volumes: claims.map((one) => keep(one, 'persistentVolumeClaim')) }),
    },
    ...(status && { status: projectStatus(status) }),
  };
}

const TELLING = /_SERVICE_HOST|127\.0\.0\.1|localhost/;

function projectContainer(container: Container): Container {
  const env = (container.env ?? []).filter(({ value }) => value !== undefined && TELLING.test(value));
  const told = (words: Container['args']) => words?.some((word) => TELLING.test(word));
  return {
    ...keep(container, 'name', 'image', 'restartPolicy', 'ports', 'readinessProbe', 'startupProbe'),
    ...(told(container.command) && { command: container.command }),
    ...(told(container.args) && { args: container.args }),
    ...(env.length > 0 && { env }),
  };
}

function projectStatus(status: NonNullable<Pod['status']>): NonNullable<Pod['status']> {
  const { conditions, podIPs, containerStatuses, initContainerStatuses } = status;
  return {
    ...keep(status, 'phase', 'reason', 'message'),
    ...(podIPs && { podIPs: podIPs.map((one) => keep(one, 'ip')) }),
    ...(conditions && {
      conditions: conditions.map((one) => keep(one, 'type', 'status', 'reason', 'message', 'lastTransitionTime')),
    }),
    ...(containerStatuses && { containerStatuses: containerStatuses.map(projectContainerStatus) }),
    ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(projectContainerStatus) }),
  };
}

function projectContainerStatus(container: ContainerStatus): ContainerStatus {
  const { running, waiting, terminated } = container.state ?? {};
  const last = container.lastState?.terminated;
  return {
    ...keep(container, 'name', 'image', 'ready', 'restartCount', 'started'),
    state: {
      ...(running && { running: keep(running, 'startedAt') }),
      ...(waiting && { waiting: keep(waiting, 'reason', 'message') }),
      ...(terminated && { terminated: keep(terminated, 'reason', 'exitCode', 'signal', 'message') }),
    },
    ...(last && { lastState: { terminated: keep(last, 'reason', 'exitCode', 'message') } }),
  };
}
