import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bed } from './bed.ts';
import { cacheDir, exists } from './build.ts';
import { compactEtcd, defragmentEtcd } from './etcd.ts';
import { layout } from './layout.ts';
import type { BedState } from './layout.ts';
import { lock } from './lock.ts';
import type { KubeObject } from './objects.ts';
import { deployment, namespaceOf, service } from './samples/builders.ts';
import { startBed } from './start.ts';
import type { BedOptions } from './start.ts';

export const largeSize = { nodes: 500, namespaces: 20, servicesEach: 100, podsEach: 5 } as const;

/**
 * A cluster of 500 nodes, 2,000 Services and 10,000 ready pods, made by the real controllers.
 *
 * The first run takes minutes; it leaves its etcd beside the binary, and every later one starts from that in seconds.
 */
export async function startLargeBed(options: Omit<BedOptions, 'nodes' | 'restore' | 'large'> = {}): Promise<Bed> {
  const snapshot = await largeSnapshot(options);
  return startBed({ ...options, restore: snapshot, large: true });
}

async function largeSnapshot(options: BedOptions): Promise<string> {
  const snapshot = join(await cacheDir(), `large-${await sourceHash()}`);
  if (await exists(snapshot)) return snapshot;
  await mkdir(await cacheDir(), { recursive: true });
  await using _ = await lock(`${snapshot}.lock`, options.onProgress);
  if (await exists(snapshot)) return snapshot;
  options.onProgress?.('filling the large cluster (minutes, the first time only) …');
  const unfinished = `${snapshot}.new`;
  let filled = false;
  const bed = await startBed({
    ...options,
    nodes: largeSize.nodes,
    large: true,
    onStopped: async (dir) => {
      if (!filled) return;
      await rm(unfinished, { recursive: true, force: true });
      await cp(layout(dir).etcd, join(unfinished, 'etcd'), { recursive: true });
      await cp(layout(dir).pki, join(unfinished, 'pki'), { recursive: true });
    },
  });
  try {
    await fill(bed);
    filled = true;
  } finally {
    await bed[Symbol.asyncDispose]();
  }
  await rename(unfinished, snapshot);
  await dropOthers(snapshot);
  return snapshot;
}

/** Snapshots of an older source are a third of a gigabyte each. */
async function dropOthers(snapshot: string): Promise<void> {
  for (const name of await readdir(dirname(snapshot))) {
    const path = join(dirname(snapshot), name);
    if (/^large-[0-9a-f]+$/.test(name) && path !== snapshot) await rm(path, { recursive: true, force: true });
  }
}

async function fill(bed: Bed): Promise<void> {
  const names = Array.from(
    { length: largeSize.namespaces },
    (_, index) => `load-${String(index + 1).padStart(2, '0')}`,
  );
  await bed.apply(names.flatMap(namespaceLoad));
  for (const namespace of names) {
    const pods = largeSize.servicesEach * largeSize.podsEach;
    await bed.waitForPods(namespace, pods, { timeout: 900_000, every: 1000 });
  }
  // Every pod is in the list; now every slice has to have every pod.
  await bed.waitFor('all slices', () => areSlicesFull(bed), { timeout: 300_000, every: 1000 });
  const { ports } = JSON.parse(await readFile(layout(bed.dir).state, 'utf8')) as BedState; // written by startBed
  await compactEtcd(ports.etcd);
  await defragmentEtcd(ports.etcd);
}

function namespaceLoad(namespace: string): KubeObject[] {
  const load = Array.from({ length: largeSize.servicesEach }, (_, index) => {
    const name = `svc-${String(index + 1).padStart(3, '0')}`;
    return [
      service([namespace, name], { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),
      deployment([namespace, name], { replicas: largeSize.podsEach }),
    ];
  });
  return [namespaceOf(namespace), ...load.flat()];
}

interface SliceList {
  items: { endpoints?: { conditions?: { ready?: boolean } }[] | null }[];
}

async function areSlicesFull({ rest }: Bed): Promise<boolean> {
  const { items } = await rest.get<SliceList>('/apis/discovery.k8s.io/v1/endpointslices?resourceVersion=0');
  const ready = items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).length;
  return ready >= largeSize.namespaces * largeSize.servicesEach * largeSize.podsEach;
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['large.ts', 'nodes.ts', 'stages.ts', 'programs.ts', 'samples/builders.ts']) {
    hash.update(await readFile(fileURLToPath(new URL(file, import.meta.url))));
  }
  return hash.digest('hex').slice(0, 12);
}
