import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { demoKubeconfig } from '../../electron/core/demo/context.ts';
import type { DemoAccess } from '../../electron/core/demo/context.ts';
import { Store } from '../../electron/core/demo/store.ts';
import type { EndpointSlice } from '../../electron/core/kube/objects.ts';
import type { Bed, Switch } from '../cluster/bed.ts';
import { layout } from '../cluster/layout.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { readCert } from '../cluster/pki.ts';
import { deployment, namespaceOf, service } from '../cluster/samples/builders.ts';
import { noCluster, useBed, useOwnBed } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { startEmptyDemo } from '../differential/harness/demo.ts';

/** What the core's tests need of a cluster, be it a real one or the demo: one that they may break. */
export interface TestCluster {
  readonly kubeconfig: string;
  readonly kubectl: (args: readonly string[]) => Promise<string>;
  apply(objects: readonly KubeObject[]): Promise<void>;
  /** A kubeconfig with a token that nobody has, or with the CA of another cluster. */
  stranger(kind: Stranger): Promise<string>;
  /** A kubeconfig of someone who may do anything by a token, which passes where client certificates don't. */
  byToken(): Promise<string>;
  readonly api: Switch;
  /** Makes the server forget what has changed so far. */
  compact(): Promise<void>;
}

export type Stranger = 'badToken' | 'wrongCa';

interface Held {
  readonly cluster: TestCluster;
}

/** `shop/web`: three pods that say who they are on port 80. And `shop/idle`: none. */
const content: readonly KubeObject[] = [
  namespaceOf('shop'),
  deployment(['shop', 'web'], { replicas: 3 }),
  service(['shop', 'web'], { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),
  service(['shop', 'idle'], { selector: { app: 'nobody' }, ports: [{ port: 80 }] }),
];

/** Every cluster that the core has to get along with, to run the same tests over each. Call it where `useBed()` may be called. */
export const testClusters: readonly (readonly [name: string, use: () => Held])[] = [
  ['a real cluster', useRealCluster],
  ['the demo cluster', useDemoCluster],
];

function useRealCluster(): Held {
  const own = useOwnBed({ watchCache: false }, (bed) => settle(clusterOf(bed), () => bed.apply(content)));
  return {
    get cluster() {
      return clusterOf(own.bed);
    },
  };
}

function clusterOf(bed: Bed): TestCluster {
  const { kubeconfig, api } = bed;
  return {
    kubeconfig,
    api,
    apply: (objects) => bed.apply(objects),
    compact: () => bed.compact(),
    kubectl: (args) => bed.kubectl(args),
    stranger: (kind) => bed.kubeconfigFor({ kind }, { name: kind }),
    byToken: () => bed.kubeconfigFor({ kind: 'token', as: 'admin' }, { name: 'by-token' }),
  };
}

function useDemoCluster(): Held {
  const shared = useBed(); // for its kubectl
  let held: { readonly cluster: TestCluster; close(): Promise<void> } | undefined;
  beforeAll(async () => {
    if (noCluster === undefined) held = await openDemo(shared.bed);
  });
  afterAll(() => held?.close());
  return {
    get cluster() {
      if (!held) throw new Error('the demo cluster is there only inside tests and hooks');
      return held.cluster;
    },
  };
}

async function openDemo(bed: Bed): Promise<{ cluster: TestCluster; close(): Promise<void> }> {
  const demo = await startEmptyDemo(4);
  const { cluster: server, user } = demo.access;
  const write = async (name: string, access: DemoAccess): Promise<string> => {
    const path = join(bed.dir, 'users', `demo-${name}.yaml`);
    await writeFile(path, JSON.stringify(demoKubeconfig(access)), { mode: 0o600 });
    return path;
  };
  const strangers = async (): Promise<Readonly<Record<Stranger, DemoAccess>>> => {
    const ca = Buffer.from((await readCert(layout(bed.dir).pki, 'ca')).cert).toString('base64');
    return {
      badToken: { cluster: server, user: { token: 'wrong' } },
      wrongCa: { cluster: { ...server, 'certificate-authority-data': ca }, user },
    };
  };
  const kubeconfig = await write('own', demo.access);
  const kubectl = (args: readonly string[], input?: string): Promise<string> =>
    bed.kubectl(args, input, { kubeconfig });
  const apply = async (objects: readonly KubeObject[]): Promise<void> => {
    await kubectl(['apply', '-f', '-'], objects.map((one) => JSON.stringify(one)).join('\n---\n'));
  };
  const { faults, registry } = demo;
  const cluster: TestCluster = {
    kubeconfig,
    kubectl,
    apply,
    stranger: async (kind) => write(kind, (await strangers())[kind]),
    byToken: () => Promise.resolve(kubeconfig),
    api: { stop: () => faults.cut(), start: () => faults.restore() },
    compact: async () => {
      if (registry instanceof Store) registry.history.compact();
    },
  };
  await settle(cluster, () => apply(content));
  return { cluster, close: () => demo.close() };
}

async function settle(cluster: TestCluster, apply: () => Promise<unknown>): Promise<void> {
  await apply();
  await untilReady(cluster, 3);
}

/** Waits until `shop/web` has so many ready endpoints. */
export async function untilReady({ kubectl }: TestCluster, count: number): Promise<void> {
  const query = ['get', 'endpointslices', '-n', 'shop', '-l', 'kubernetes.io/service-name=web', '-o', 'json'];
  await waitFor(`${count} ready endpoints`, async () => {
    const { items } = JSON.parse(await kubectl(query)) as { items: readonly EndpointSlice[] };
    const endpoints = items.flatMap(({ endpoints }) => endpoints ?? []);
    return endpoints.filter(({ conditions }) => conditions?.ready === true).length === count;
  });
}
