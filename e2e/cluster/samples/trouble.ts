import type { KubeObject } from '../objects.ts';
import { deployment, event, namespaceOf, pod, service } from './builders.ts';

const ns = 'trouble';
const started = new Date(Date.now() - 3_600_000).toISOString();

/** One Service broken in each common way. */
export const trouble: readonly KubeObject[] = [
  namespaceOf(ns),

  deployment([ns, 'orders'], { replicas: 2 }),
  service([ns, 'no-match'], { selector: { app: 'ordres' }, ports: [{ port: 80, targetPort: 'http' }] }),
  service([ns, 'wrong-port'], { selector: { app: 'orders' }, ports: [{ port: 80, targetPort: 8081 }] }),
  service([ns, 'wrong-name'], { selector: { app: 'orders' }, ports: [{ port: 80, targetPort: 'web' }] }),
  service([ns, 'no-slices'], { ports: [{ port: 80 }] }),

  service([ns, 'not-ready'], { selector: { app: 'not-ready' }, ports: [{ port: 80, targetPort: 'http' }] }),
  service([ns, 'not-ready-too'], {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: { app: 'not-ready' },
    ports: [{ port: 8080 }],
  }),
  ...[1, 2].flatMap((number) => probeFailing(number)),

  service([ns, 'crashing'], { selector: { app: 'crashing' }, ports: [{ port: 80, targetPort: 'http' }] }),
  ...crashing(),
  service([ns, 'no-image'], { selector: { app: 'no-image' }, ports: [{ port: 80, targetPort: 'http' }] }),
  ...noImage(),
  service([ns, 'no-room'], { selector: { app: 'no-room' }, ports: [{ port: 80, targetPort: 'http' }] }),
  deployment([ns, 'no-room'], { spec: { nodeSelector: { 'example.com/gpu': 'yes' } } }),

  // draining-1 is deleted by applySamples and stays Terminating.
  service([ns, 'draining'], { selector: { app: 'draining' }, ports: [{ port: 80, targetPort: 'http' }] }),
  ...[1, 2].map((number) =>
    pod([ns, `draining-${number}`], { labels: { app: 'draining' }, state: 'slow', node: `node-${number}` }),
  ),
];

/** Deleted by `applySamples` with a grace period that outlives any test run. */
export const terminating = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: ns, name: 'draining-1' } } as const;

function probeFailing(number: number): KubeObject[] {
  const it = pod([ns, `not-ready-${number}`], {
    labels: { app: 'not-ready' },
    state: 'hold',
    node: `node-${number}`,
    status: placed(number, 240 + number, {
      phase: 'Running',
      containerStatuses: [container({ started: true, state: { running: { startedAt: started } } })],
    }),
  });
  const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
  return [it, event(it, { reason: 'Unhealthy', message, count: 12 })];
}

function crashing(): KubeObject[] {
  const ended = { exitCode: 137, reason: 'OOMKilled', startedAt: started, finishedAt: started };
  const it = pod([ns, 'crashing-1'], {
    labels: { app: 'crashing' },
    state: 'hold',
    node: 'node-3',
    status: placed(3, 243, {
      phase: 'Running',
      containerStatuses: [
        container({
          restartCount: 7,
          started: false,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=main' } },
          lastState: { terminated: ended },
        }),
      ],
    }),
  });
  return [it, event(it, { reason: 'BackOff', message: 'Back-off restarting failed container main', count: 31 })];
}

function noImage(): KubeObject[] {
  const reason = 'ImagePullBackOff';
  const it = pod([ns, 'no-image-1'], {
    labels: { app: 'no-image' },
    state: 'hold',
    node: 'node-1',
    status: placed(1, 244, {
      phase: 'Pending',
      containerStatuses: [container({ started: false, state: { waiting: { reason } } })],
    }),
  });
  return [it, event(it, { reason: 'Failed', message: `Error: ${reason}`, count: 9 })];
}

function container(fields: Record<string, unknown>): Record<string, unknown> {
  return { name: 'main', image: 'registry.example.com/main:1', imageID: '', ready: false, restartCount: 0, ...fields };
}

/** Status of a pod with an address on node-`node` (whose range nodes.ts gives) but not ready. */
function placed(node: number, host: number, fields: Record<string, unknown>): Record<string, unknown> {
  const podIP = `10.64.${node}.${host}`;
  const hostIP = `10.0.0.${node + 10}`;
  const unready = { status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [main]' };
  const conditions = [
    { type: 'PodScheduled', status: 'True', lastTransitionTime: started },
    { type: 'Initialized', status: 'True', lastTransitionTime: started },
    { type: 'Ready', lastTransitionTime: started, ...unready },
    { type: 'ContainersReady', lastTransitionTime: started, ...unready },
  ];
  return {
    podIP,
    podIPs: [{ ip: podIP }],
    hostIP,
    hostIPs: [{ ip: hostIP }],
    startTime: started,
    conditions,
    ...fields,
  };
}
