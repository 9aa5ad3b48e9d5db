import { describe, expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../kube/objects.ts';
import { webPod } from '../testing/service-samples.ts';
import { podReason, podView } from './pod.ts';

type State = NonNullable<ContainerStatus['state']>;

function container(state: State, over: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'app', ready: false, restartCount: 0, state, ...over };
}

const running = container({ running: {} }, { ready: true });
const notReady = [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }];
const sidecar = { spec: { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] } };
const deleted = { meta: { deletionTimestamp: '2026-11-02T00:00:00Z' } };

const reasons: readonly (readonly [string | undefined, Pod])[] = [
  [
    'CrashLoopBackOff',
    webPod('a', { conditions: notReady, containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } })] }),
  ],
  [
    'ImagePullBackOff',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff' } })],
    }),
  ],
  [
    'OOMKilled',
    webPod('a', {
      conditions: notReady,
      containerStatuses: [container({ terminated: { reason: 'OOMKilled', exitCode: 137 } })],
    }),
  ],
  [
    'ExitCode:3',
    webPod('a', { conditions: notReady, containerStatuses: [container({ terminated: { exitCode: 3 } })] }),
  ],
  [
    'Signal:9',
    webPod('a', { conditions: notReady, containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] }),
  ],
  [
    'Error',
    webPod('a', {
      conditions: notReady,
      containerStatuses: [
        container({ terminated: { reason: 'Error' } }),
        container({ waiting: { reason: 'CrashLoopBackOff' } }),
      ],
    }),
  ],
  [
    'NotReady',
    webPod('a', {
      conditions: notReady,
      containerStatuses: [running, container({ terminated: { reason: 'Completed', exitCode: 0 } })],
    }),
  ],
  [
    'Completed',
    webPod('a', {
      phase: 'Succeeded',
      conditions: notReady,
      containerStatuses: [container({ terminated: { reason: 'Completed', exitCode: 0 } })],
    }),
  ],
  ['Evicted', webPod('a', { phase: 'Failed', reason: 'Evicted', conditions: [], containerStatuses: [] })],
  ['Terminating', webPod('a', {}, deleted)],
  ['Unknown', webPod('a', { reason: 'NodeLost' }, deleted)],
  [
    'SchedulingGated',
    webPod('a', {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
      containerStatuses: [],
    }),
  ],
  [
    'Unschedulable',
    webPod('a', {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
      containerStatuses: [],
    }),
  ],
  ['ContainersNotReady', webPod('a', { conditions: notReady, containerStatuses: [container({ running: {} })] })],
  [
    'Init:0/2',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      initContainerStatuses: [container({ running: {} }), container({ waiting: { reason: 'PodInitializing' } })],
      containerStatuses: [],
    }),
  ],
  [
    'Init:1/2',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      initContainerStatuses: [container({ terminated: { exitCode: 0 } }), container({ running: {} })],
      containerStatuses: [],
    }),
  ],
  [
    'Init:Error',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      initContainerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })],
      containerStatuses: [],
    }),
  ],
  [
    'Init:ExitCode:2',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      initContainerStatuses: [container({ terminated: { exitCode: 2 } })],
      containerStatuses: [],
    }),
  ],
  [
    'Init:CrashLoopBackOff',
    webPod('a', {
      phase: 'Pending',
      conditions: notReady,
      initContainerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } })],
      containerStatuses: [],
    }),
  ],
  [
    'PodInitializing',
    webPod(
      'a',
      {
        phase: 'Pending',
        conditions: notReady,
        initContainerStatuses: [container({ running: {} }, { name: 'proxy', started: true })],
        containerStatuses: [container({ waiting: { reason: 'PodInitializing' } })],
      },
      sidecar,
    ),
  ],
];

describe('podReason', () => {
  test.each(reasons)('is %s', (reason, pod) => {
    expect(podReason(pod)).toBe(reason);
  });
});

describe('podView', () => {
  test('has no reason while the pod is ready', () => {
    expect(podView(webPod('a'))).toEqual({
      namespace: 'shop',
      name: 'a',
      uid: 'uid-a',
      phase: 'Running',
      ready: true,
      node: 'node-1',
      ips: ['10.244.0.1'],
      terminating: false,
      created: '2026-11-01T00:00:00Z',
      containers: [{ name: 'app', ready: true, restarts: 0, state: 'running' }],
    });
  });

  test('is terminating while ready, and shows why containers wait', () => {
    expect(podView(webPod('a', {}, deleted))).toMatchObject({ ready: true, terminating: true, reason: 'Terminating' });
    const waiting = container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 7 });
    expect(podView(webPod('a', { containerStatuses: [waiting] })).containers).toEqual([
      { name: 'app', ready: false, restarts: 7, state: 'waiting', reason: 'CrashLoopBackOff' },
    ]);
  });

  test('counts sidecars among the containers', () => {
    const status = {
      initContainerStatuses: [
        container({ running: {} }, { name: 'proxy' }),
        container({ terminated: {} }, { name: 'setup' }),
      ],
    };
    expect(podView(webPod('a', status, sidecar)).containers.map(({ name }) => name)).toEqual(['proxy', 'app']);
  });
});
