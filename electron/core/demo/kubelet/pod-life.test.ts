import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoManifest } from '../registry.ts';
import { deployment, type WorkloadOptions } from '../sample/builders.ts';
import type { Pod } from '../shapes.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';
import { failProbe, healProbe, killPod } from '../trouble.ts';

let demo: DemoSandbox;

beforeEach(() => {
  demo = new DemoSandbox();
  demo.apply(...testCluster(['shop'], 3));
});
afterEach(() => demo.close());

function run(options: WorkloadOptions = {}): void {
  demo.apply(deployment(['shop', 'web'], options));
}

function pod(): Pod {
  const [pod] = demo.pods('web-');
  if (!pod) throw new Error('no pod');
  return pod;
}

/** As `kubectl get pod` would show it. */
function state({ status }: Pod = pod()): string {
  const [container] = status?.containerStatuses ?? [];
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? '-';
  return [
    status?.phase,
    container?.state.waiting?.reason ?? (container?.state.running ? 'Running' : '-'),
    `ready ${ready}`,
    `restarts ${container?.restartCount ?? 0}`,
    status?.podIP ?? 'no IP',
  ].join(', ');
}

async function states(ms: number): Promise<readonly string[]> {
  const seen: string[] = [];
  const stop = demo.registry.subscribe(({ object }) => {
    if (object.kind !== 'Pod' || object.metadata.deletionTimestamp !== undefined) return;
    const now = state(pod());
    if (seen.at(-1) !== now) seen.push(now);
  });
  await demo.pass(ms);
  stop();
  return seen;
}

it('takes a pod from its creation to being ready', async () => {
  run();
  expect(await states(10_000)).toEqual([
    'Pending, -, ready -, restarts 0, no IP',
    'Pending, ContainerCreating, ready False, restarts 0, no IP',
    'Pending, ContainerCreating, ready False, restarts 0, 10.64.1.1',
    'Running, Running, ready False, restarts 0, 10.64.1.1',
    'Running, Running, ready True, restarts 0, 10.64.1.1',
  ]);
});

it('tells of it in the words of the real components', async () => {
  run();
  await demo.pass(10_000);
  const [name, image] = [pod().metadata.name, 'registry.example.com/shop/web:1.4.2'];
  expect(demo.told(name).map((text) => text.replace(/in \d+ms \(\d+ms/, 'in Nms (Nms'))).toEqual([
    `Scheduled: Successfully assigned shop/${name} to node-1`,
    `Pulling: Pulling image "${image}"`,
    `Pulled: Successfully pulled image "${image}" in Nms (Nms including waiting). Image size: 8388608 bytes.`,
    'Created: Created container: web',
    'Started: Started container web',
  ]);
});

it('pulls an image once a node', async () => {
  run({ replicas: 1 });
  await demo.pass(10_000);
  demo.apply(deployment(['shop', 'again'], { replicas: 3, image: 'registry.example.com/shop/web:1.4.2' }));
  await demo.pass(10_000);
  const pulls = demo.told('again-').filter((text) => text.startsWith('Pulling'));
  expect(pulls).toHaveLength(2);
});

it('gives the addresses of pods that are gone to others', async () => {
  const [namespace, node] = testCluster(['small']);
  if (!namespace || !node) throw new Error('no cluster');
  demo.apply(namespace, {
    ...node,
    metadata: { name: 'tiny', labels: { size: 'tiny' } },
    spec: { podCIDR: '10.99.0.0/30' },
  });
  const made = (name: string): DemoManifest => ({
    kind: 'Pod',
    metadata: { namespace: 'small', name },
    spec: { nodeSelector: { size: 'tiny' }, containers: [{ name: 'main', image: 'x:1' }] },
  });
  demo.apply(made('a'), made('b'));
  await demo.pass(5_000);
  killPod(demo.registry, { namespace: 'small', name: 'a' });
  demo.apply(made('c'));
  await demo.pass(5_000);
  const ips = demo.list('Pod', 'small').map(({ status }) => status?.podIP);
  expect(ips.sort()).toEqual(['10.99.0.1', '10.99.0.2']);
});

it('spreads a workload over zones and nodes', async () => {
  run({ replicas: 3 });
  await demo.idle();
  expect(
    demo
      .pods()
      .map(({ spec }) => spec.nodeName)
      .sort(),
  ).toEqual(['node-1', 'node-2', 'node-3']);
  expect(new Set(demo.pods().map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone']))).toEqual(
    new Set(['zone-a', 'zone-b']),
  );
});

it('lets nodes say that they are still there, until they are gone', async () => {
  const times = (): unknown => {
    const node = demo.registry.get({ kind: 'Node', name: 'node-1' });
    const [condition] = (node?.status?.['conditions'] ?? []) as readonly Record<string, unknown>[];
    return [condition?.['lastTransitionTime'], condition?.['lastHeartbeatTime']];
  };
  await demo.pass(310_000);
  expect(times()).toEqual(['2026-11-21T10:00:00Z', '2026-11-21T10:05:00Z']);
  demo.registry.delete({ kind: 'Node', name: 'node-1' });
  await demo.pass(310_000);
  expect(demo.list('Node')).toHaveLength(2);
});

describe('a pod that no node takes', () => {
  it('waits, says why, and goes on when there is room', async () => {
    run({ replicas: 10 });
    await demo.pass(5_000);
    const waiting = (): readonly Pod[] => demo.pods().filter(({ spec }) => spec.nodeName === undefined);
    expect(waiting()).toHaveLength(1);
    const message =
      '0/3 nodes are available: 3 Too many pods. no new claims to deallocate, preemption: 0/3 nodes are available: ' +
      '3 No preemption victims found for incoming pod.';
    expect(waiting()[0]?.status).toMatchObject({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    });
    expect(demo.told(waiting()[0]?.metadata.name ?? '')).toEqual([`FailedScheduling: ${message}`]);
    const [running] = demo.pods().filter(({ spec }) => spec.nodeName !== undefined);
    demo.registry.delete({ kind: 'Pod', namespace: 'shop', name: running?.metadata.name ?? '' });
    const [first] = waiting();
    await demo.pass(5_000);
    expect(demo.get('Pod', 'shop', first?.metadata.name ?? '').spec.nodeName).toBe(running?.spec.nodeName);
  });

  it('is taken by a node that comes', async () => {
    run({ replicas: 10 });
    await demo.pass(1_000);
    const [, , third] = testCluster([], 3);
    if (third) demo.apply({ ...third, metadata: { ...third.metadata, name: 'node-4' } });
    await demo.pass(1_000);
    expect(demo.pods().filter(({ spec }) => spec.nodeName === undefined)).toEqual([]);
  });
});

describe('a container that ends', () => {
  const crash = { env: { EXIT_AFTER: 1, EXIT_CODE: 137, EXIT_MESSAGE: 'out of memory' } };

  it('is started again at once, then later and later', async () => {
    run(crash);
    const starts: number[] = [];
    demo.registry.subscribe(({ object }) => {
      if (object.kind === 'Event' && object['reason'] === 'Started') starts.push(demo.clock.now());
    });
    await demo.pass(90_000);
    const [first = 0] = starts;
    expect(starts.map((at) => Math.round((at - first) / 100) / 10)).toEqual([0, 1, 12, 33, 74]);
  });

  it('says so', async () => {
    run(crash);
    await demo.pass(10_000);
    const { name, uid } = pod().metadata;
    expect(state()).toMatch(/^Running, CrashLoopBackOff, ready False, restarts 1/);
    const [container] = pod().status?.containerStatuses ?? [];
    expect(container).toMatchObject({
      state: { waiting: { message: `back-off 10s restarting failed container=web pod=${name}_shop(${uid})` } },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    });
    expect(demo.told(name)).toContain(`BackOff: Back-off restarting failed container web in pod ${name}_shop(${uid})`);
  });
});

it('goes on trying an image that cannot be pulled', async () => {
  run({ image: 'registry.invalid/shop/web:9' });
  const seen = await states(30_000);
  expect(seen.map((text) => text.split(', ').slice(0, 2).join(' '))).toEqual([
    'Pending -',
    'Pending ContainerCreating',
    'Pending ContainerCreating',
    'Pending ErrImagePull',
    'Pending ImagePullBackOff',
    'Pending ErrImagePull',
    'Pending ImagePullBackOff',
  ]);
  const pulls = demo.registry.list('Event').find((event) => event['reason'] === 'Pulling');
  expect(pulls?.['count']).toBeGreaterThan(1);
  expect(demo.told('web-')).toContain('Failed: Error: ImagePullBackOff');
});

describe('a readiness probe', () => {
  it.each([['its app is not healthy', { env: { HEALTH: 503 } }, 'HTTP probe failed with statuscode: 503']])(
    'fails when %s',
    async (_why, options, failure) => {
      run(options);
      await demo.pass(10_000);
      expect(state()).toContain('ready False');
      expect(demo.told(pod().metadata.name)).toContain(`Unhealthy: Readiness probe failed: ${failure}`);
    },
  );

  it.each([
    ['of a path that there is not', { path: '/nothing', port: 'http' }, 'HTTP probe failed with statuscode: 404'],
    [
      'of a port that nothing listens on',
      { path: '/', port: 9_999 },
      'Get "http://10.64.1.1:9999/": dial tcp 10.64.1.1:9999: connect: connection refused',
    ],
  ])('fails %s', async (_why, httpGet, failure) => {
    const made = deployment(['shop', 'web']);
    const container = { name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] };
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ ...container, readinessProbe: { httpGet } }] },
    };
    demo.apply({ ...made, spec: { selector: { matchLabels: { app: 'web' } }, template } });
    await demo.pass(10_000);
    expect(demo.told(pod().metadata.name)).toContain(`Unhealthy: Readiness probe failed: ${failure}`);
  });

  it('fails and heals while the pod runs', async () => {
    run();
    await demo.pass(10_000);
    const web = { kind: 'Deployment', namespace: 'shop', name: 'web' } as const;
    failProbe(demo.registry, web);
    await demo.idle();
    expect(state()).toContain('ready False');
    healProbe(demo.registry, web);
    await demo.idle();
    expect(state()).toContain('ready True');
  });

  it('is told less and less often while it fails', async () => {
    run({ env: { HEALTH: 503 } });
    await demo.pass(600_000);
    const event = demo.registry.list('Event').find((one) => one['reason'] === 'Unhealthy');
    expect(event?.['count']).toBeLessThan(15);
    expect(event?.['count']).toBeGreaterThan(5);
  });
});

describe('the end of a pod', () => {
  const remove = (gracePeriodSeconds?: number): void => {
    const { name } = pod().metadata;
    const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    demo.registry.delete({ kind: 'Pod', namespace: 'shop', name }, grace);
  };

  it('comes within a second or two, and until then it stays ready', async () => {
    run();
    await demo.pass(10_000);
    const { name } = pod().metadata;
    remove();
    await demo.pass(300);
    const leaving = demo.get('Pod', 'shop', name);
    expect(leaving.metadata.deletionTimestamp).toBeDefined();
    expect(state(leaving)).toContain('ready True');
    expect(demo.told(name)).toContain('Killing: Stopping container web');
    await demo.pass(2_500);
    expect(demo.pods(name)).toEqual([]);
  });

  it('takes as long as its app needs to drain, but not longer than its grace', async () => {
    run({ env: { DRAIN: 20 } });
    await demo.pass(10_000);
    const { name } = pod().metadata;
    remove(5);
    await demo.pass(4_800);
    expect(demo.pods(name)).toHaveLength(1);
    await demo.pass(400);
    expect(demo.pods(name)).toEqual([]);
  });

  it('is at once when it is killed', async () => {
    run();
    await demo.pass(10_000);
    const { name } = pod().metadata;
    killPod(demo.registry, { namespace: 'shop', name });
    expect(demo.pods(name)).toEqual([]);
  });
});
