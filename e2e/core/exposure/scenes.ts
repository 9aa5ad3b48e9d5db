import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { demoKubeconfig } from '../../../electron/core/demo/context.ts';
import { noCluster, useOwnBed } from '../../cluster/vitest-bed.ts';
import { startEmptyDemo } from '../../differential/harness/demo.ts';
import { closeAll, open } from '../open-clusters.ts';
import { sceneOf, type Scene } from './check.ts';

/** A cluster held while a file's tests run. Read `scene` inside tests and hooks. */
export interface HeldScene {
  readonly scene: Scene;
  readonly kubeconfig: string;
}

export const scenes: readonly (readonly [name: string, use: () => HeldScene])[] = [
  ['a real cluster', () => useRealScene({ singleStack: true })],
  ['a real cluster with two address families', () => useRealScene({ singleStack: false })],
  ['the demo cluster', useDemoScene],
];

export function useRealScene({ singleStack }: { readonly singleStack: boolean }): HeldScene {
  const own = useOwnBed({ singleStack, nodes: 1 });
  return hold(async () => ({ kubeconfig: own.bed.kubeconfig, close: () => Promise.resolve() }));
}

function useDemoScene(): HeldScene {
  return hold(async () => {
    const demo = await startEmptyDemo();
    const kubeconfig = join(tmpdir(), `portolan-exposure-${process.pid}.yaml`);
    await writeFile(kubeconfig, JSON.stringify(demoKubeconfig(demo.access)), { mode: 0o600 });
    return { kubeconfig, close: () => demo.close() };
  });
}

function hold(start: () => Promise<{ readonly kubeconfig: string; close: () => Promise<void> }>): HeldScene {
  let held: (HeldScene & { close: () => Promise<void> }) | undefined;
  beforeAll(async () => {
    if (noCluster !== undefined) return;
    const started = await start();
    const { clusters, context } = await open(started.kubeconfig);
    held = { ...started, scene: sceneOf(clusters.cluster(context).api, context) };
  });
  afterAll(async () => {
    closeAll();
    await held?.close();
  });
  const now = (): HeldScene => {
    if (!held) throw new Error('the cluster is there only inside tests and hooks');
    return held;
  };
  return {
    get scene() {
      return now().scene;
    },
    get kubeconfig() {
      return now().kubeconfig;
    },
  };
}
