import { systemClock } from '../../../electron/core/clock.ts';
import { startDemoCluster } from '../../../electron/core/demo/demo-cluster.ts';
import type { DemoCluster } from '../../../electron/core/demo/demo-cluster.ts';
import type { DemoManifest } from '../../../electron/core/demo/registry.ts';
import { Store } from '../../../electron/core/demo/store.ts';
import { nodes } from '../../cluster/nodes.ts';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';

/** What an empty control plane has by itself. */
const given: readonly DemoManifest[] = [
  ...['default', 'kube-system'].map((name): DemoManifest => ({ kind: 'Namespace', metadata: { name } })),
  {
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  },
];

/** The demo cluster without its sample, with as many nodes as the bed: on one, no chance decides where a Pod goes. */
export async function startEmptyDemo(count = 1): Promise<DemoCluster> {
  const demo = await startDemoCluster({ clock: systemClock, sample: false });
  for (const manifest of given) demo.registry.create(manifest);
  for (const { metadata, spec, status } of nodes(count)) {
    // `nodes` gives them for a kubelet that reports that it is there.
    const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }];
    demo.registry.create({ kind: 'Node', metadata, spec, status: { ...(status as object), conditions } });
  }
  return demo;
}

export function demoTarget({ registry, access: { cluster, user } }: DemoCluster): Target {
  const ca = Buffer.from(cluster['certificate-authority-data'] ?? '', 'base64').toString();
  const forget = async (): Promise<void> => {
    if (!(registry instanceof Store)) throw new Error('only a store has a past to forget');
    registry.history.compact();
  };
  return openTarget({ server: cluster.server, token: user.token ?? '', ca, forget });
}
