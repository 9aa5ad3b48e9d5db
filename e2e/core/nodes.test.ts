import { afterAll, describe, expect, test } from 'vitest';
import type { NodeService } from '../../shared/model/node-service.ts';
import type { NodeRow } from '../../shared/model/node.ts';
import { readPlacements } from '../../electron/core/nodes/placements.ts';
import { nodeServices, serviceNodes } from '../../electron/core/nodes/services.ts';
import type { Bed } from '../cluster/bed.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { deployment, namespaceOf, pod, service } from '../cluster/samples/builders.ts';
import { stateLabel } from '../cluster/stages.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { closeAll, open, when } from './open-clusters.ts';
import { portolan } from './portolan.ts';

const ns = 'zoned';
const nodes = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5', 'node-6', 'node-7'] as const;
type NodeName = (typeof nodes)[number];
const ZONE = 'topology.kubernetes.io/zone';
const [CORDONED, NOT_READY, TAINTED] = ['node-4', 'node-5', 'node-6'] as const satisfies readonly NodeName[];

/** Services under `externalTrafficPolicy: Local`, and the nodes that each has a Pod on, in which state. */
const local: Readonly<Record<string, Readonly<Partial<Record<NodeName, 'ready' | 'hold' | 'ending'>>>>> = {
  everywhere: Object.fromEntries(nodes.map((node) => [node, 'ready'])),
  'one-node': { 'node-2': 'ready' },
  'one-zone': { 'node-3': 'ready', 'node-7': 'ready' },
  'on-cordoned': { [CORDONED]: 'ready' },
  'on-not-ready': { [NOT_READY]: 'ready' },
  'on-not-ready-too': { [NOT_READY]: 'ready', 'node-1': 'ready' },
  'on-tainted': { [TAINTED]: 'ready' },
  'not-started': { 'node-1': 'hold' },
  'one-started': { 'node-1': 'hold', 'node-2': 'ready' },
  ending: { 'node-1': 'ending' },
  'one-ending': { 'node-1': 'ending', 'node-2': 'ready' },
  nobody: {},
};

/** Pods of the node that is not ready which are not ready either. */
const lost: readonly string[] = ['on-not-ready', 'everywhere'].map((name) => `${name}-${NOT_READY}`);

const objects: readonly KubeObject[] = [
  namespaceOf(ns),
  ...Object.entries(local).flatMap(([name, places]) => [
    service([ns, name], {
      type: name === 'everywhere' ? 'LoadBalancer' : 'NodePort',
      externalTrafficPolicy: 'Local',
      selector: { app: name },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    }),
    ...Object.entries(places).map(([node, state]) =>
      pod([ns, `${name}-${node}`], {
        labels: { app: name },
        node,
        spec: { tolerations: [{ operator: 'Exists' }] },
        ...(state === 'hold' && { state }),
        ...(state === 'ending' && { state: 'slow' as const }),
      }),
    ),
  ]),
];

interface Wish extends Readonly<Record<string, unknown>> {
  readonly affinity?: object;
}

/** What Pods may wish of nodes; the real scheduler says where such Pods come to run. */
const wishes: Readonly<Record<string, Wish>> = {
  nothing: {},
  tolerant: { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }] },
  'wrong-value': { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'old', effect: 'NoSchedule' }] },
  'one-label': { nodeSelector: { [ZONE]: 'zone-c' } },
  'two-zones': {
    affinity: required([{ key: ZONE, operator: 'In', values: ['zone-a', 'zone-b'] }]),
  },
  'not-large': {
    affinity: required([{ key: 'node.kubernetes.io/instance-type', operator: 'NotIn', values: ['large'] }]),
  },
  'either-term': {
    affinity: required(
      [{ key: ZONE, operator: 'In', values: ['zone-c'] }],
      [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1', CORDONED] }],
    ),
  },
};

function required(...terms: readonly (readonly Record<string, unknown>[])[]) {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })),
      },
    },
  };
}

/** A Pod more than there are nodes, at most one on each: as many run as may, and the rest waits. */
function spread(name: string, spec: Wish): readonly KubeObject[] {
  const apart = {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: `wish-${name}` } } },
    ],
  };
  return [
    service([ns, `wish-${name}`], { selector: { app: `wish-${name}` }, ports: [{ port: 80 }] }),
    deployment([ns, `wish-${name}`], {
      replicas: nodes.length + 1,
      spec: { ...spec, affinity: { ...spec.affinity, podAntiAffinity: apart } },
    }),
  ];
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly deletionTimestamp?: string };
    readonly spec: { readonly nodeName?: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** The Pods of an app as the API server has them, not as slices tell. */
async function podsOf({ rest }: Bed, app: string): Promise<PodList['items']> {
  return (await rest.get<PodList>(`/api/v1/namespaces/${ns}/pods?labelSelector=app%3D${app}`)).items;
}

const isReady = ({ metadata, status }: PodList['items'][number]): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

const namesOf = (pods: PodList['items']): readonly string[] =>
  [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))].sort();

async function prepare(bed: Bed): Promise<void> {
  const label = (...of: readonly string[]): Promise<string> => bed.kubectl(['label', '--overwrite', 'node', ...of]);
  await label('node-3', `${ZONE}=zone-c`);
  await label('node-7', `${ZONE}=zone-c`);
  await bed.kubectl(['cordon', CORDONED]);
  await bed.kubectl(['taint', 'node', TAINTED, 'gpu=new:NoSchedule']);
  await bed.apply(objects);
  const ready = Object.values(local)
    .flatMap((places) => Object.values(places))
    .filter((state) => state !== 'hold').length;
  await bed.waitForPods(ns, ready);
  await bed.kubectl(['-n', ns, 'delete', 'pod', 'ending-node-1', 'one-ending-node-1', '--wait=false']);
  // Kept by hand from here on: kwok would make it ready again.
  await label(NOT_READY, `${stateLabel}=hold`);
  const status = { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }] };
  await bed.rest.patch(`/api/v1/nodes/${NOT_READY}/status`, { status }, 'strategic');
  // A node that is no longer heard of: the node controller takes the Ready of its Pods away. A kubelet that tells of
  // itself that it is not ready leaves them as they are, as that of the third.
  const down = { conditions: [{ type: 'Ready', status: 'False', reason: 'NodeNotReady' }] };
  for (const name of lost)
    await bed.rest.patch(`/api/v1/namespaces/${ns}/pods/${name}/status`, { status: down }, 'strategic');
  await bed.waitForEndpoints(ns, 'on-not-ready', { ready: 0 });
  await bed.waitForEndpoints(ns, 'everywhere', { ready: nodes.length - 1 });
  await bed.waitForEndpoints(ns, 'one-ending', { ready: 1 });
  await bed.apply(Object.entries(wishes).flatMap(([name, spec]) => spread(name, spec)));
}

describe.skipIf(noCluster)('nodes of three zones: one cordoned, one not ready, one tainted', () => {
  const own = useOwnBed({ nodes: nodes.length }, prepare);
  afterAll(closeAll);

  test('`portolan nodes` tells each node’s zone, state, taints and Pods', async () => {
    const { stdout, stderr } = await portolan(['nodes', '-o', 'json', '--kubeconfig', own.bed.kubeconfig]);
    expect(stderr).toBe('');
    const rows = JSON.parse(stdout) as readonly NodeRow[];
    const one = (wanted: NodeName): NodeRow | undefined => rows.find(({ name }) => name === wanted);
    expect(rows.map(({ name, zone }) => [name, zone])).toEqual([
      ['node-1', 'zone-a'],
      ['node-2', 'zone-b'],
      ['node-3', 'zone-c'],
      ['node-4', 'zone-b'],
      ['node-5', 'zone-a'],
      ['node-6', 'zone-b'],
      ['node-7', 'zone-c'],
    ]);
    expect(rows.filter(({ cordoned }) => cordoned).map(({ name }) => name)).toEqual([CORDONED]);
    expect(rows.filter(({ ready }) => ready !== 'yes').map(({ name }) => name)).toEqual([NOT_READY]);
    expect(one(TAINTED)?.taints).toEqual([{ key: 'gpu', value: 'new', effect: 'NoSchedule' }]);
    expect(one(NOT_READY)?.taints.map(({ key }) => key)).toContain('node.kubernetes.io/not-ready');
    for (const { name, pods, endpoints } of rows) {
      const { items } = await own.bed.rest.get<PodList>(`/api/v1/pods?fieldSelector=spec.nodeName%3D${name}`);
      expect({ name, pods }).toEqual({ name, pods: items.length });
      expect({ name, isCounted: (endpoints?.total ?? 0) > 0 }).toEqual({ name, isCounted: true });
    }
  });

  test.each(Object.keys(local))('under Local, %s answers on exactly the nodes that hold a ready Pod', async (name) => {
    const { clusters, context } = await open(own.bed.kubeconfig);
    const source = serviceNodes(clusters.cluster(context), { context, namespace: ns, name });
    await when(source, () => source.freshness.state === 'live');
    const views = [...source.items.values()];
    source.close();
    const holding = namesOf((await podsOf(own.bed, name)).filter(isReady));
    expect(views.map(({ node }) => node).sort()).toEqual([...nodes]);
    expect(nodesThat(views, 'answers')).toEqual(holding);
    if (name === 'everywhere') {
      const healthy = views.filter(({ healthCheck }) => healthCheck?.status === 200).map(({ node }) => node);
      expect(healthy.sort()).toEqual(holding);
    }
    if (name === 'one-node') expect(nodesThat(views, 'drops')).toEqual(nodes.filter((node) => node !== 'node-2'));
    if (name === 'nobody') expect(nodesThat(views, 'refuses')).toEqual([...nodes]);
    if (name === 'ending') expect(nodesThat(views, 'draining')).toEqual(['node-1']);
  });

  test('a node’s page says the same as the Service’s', async () => {
    const { clusters, context } = await open(own.bed.kubeconfig);
    const cluster = clusters.cluster(context);
    for (const node of nodes) {
      const source = nodeServices(cluster, node);
      await when(source, () => source.freshness.state === 'live');
      const answering = [...source.items.values()].filter(({ nodePorts }) =>
        nodePorts.some(({ answer }) => answer === 'answers'),
      );
      source.close();
      const expected = Object.entries(local)
        .filter(([, places]) => places[node] === 'ready')
        .map(([name]) => name)
        .filter((name) => !lost.includes(`${name}-${node}`));
      expect({ node, names: answering.map(({ name }) => name).sort() }).toEqual({ node, names: expected.sort() });
    }
  });

  test.each(Object.keys(wishes))('Pods that wish %s may run where the scheduler puts them', async (name) => {
    const { clusters, context } = await open(own.bed.kubeconfig);
    const app = `wish-${name}`;
    const pods = await own.bed.waitFor('the scheduler', async () => {
      const all = await podsOf(own.bed, app);
      const isDecided = ({ spec, status }: PodList['items'][number]): boolean =>
        spec.nodeName !== undefined || (status.conditions ?? []).some(({ type }) => type === 'PodScheduled');
      return all.length === nodes.length + 1 && all.every(isDecided) && all;
    });
    const { nodes: placements } = await readPlacements(
      clusters.cluster(context),
      { context, namespace: ns, name: app },
      AbortSignal.timeout(10_000),
    );
    const may = placements.filter(({ reasons }) => reasons.length === 0).map(({ node }) => node);
    expect(may.sort()).toEqual(namesOf(pods));
    expect(placements.map(({ node }) => node).sort()).toEqual([...nodes]);
  });
});

function nodesThat(views: readonly NodeService[], wanted: string): readonly string[] {
  return views
    .filter(({ nodePorts }) => nodePorts.some(({ answer }) => answer === wanted))
    .map(({ node }) => node)
    .sort();
}
