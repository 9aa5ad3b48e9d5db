import type { Bed } from './bed.ts';
import { objectPath } from './objects.ts';
import type { KubeObject } from './objects.ts';
import { slice, service } from './samples/builders.ts';
import { game } from './samples/game.ts';
import { shop } from './samples/shop.ts';
import { terminating, trouble } from './samples/trouble.ts';

export const sampleObjects: readonly KubeObject[] = [...shop, ...game, ...trouble];

/** Every sample Service and how many ready addresses it has (of its first IP family). */
export const sampleServices: Readonly<Record<string, number>> = {
  'shop/web': 3,
  'shop/api': 2,
  'shop/storefront': 3,
  'shop/checkout': 3,
  'shop/payments': 0,
  'shop/db': 3,
  'shop/warehouse': 1,
  'shop/mainframe': 2,
  'shop/pinned': 1,
  'shop/office': 3,
  'shop/admin': 2,
  'shop/search': 3,
  'shop/both-families': 3,
  'shop/ipv6-only': 3,
  'shop/cart': 3,
  'shop/node-cache': 2,
  'game-prod/lobby': 4,
  'game-prod/match': 4,
  'game-prod/near': 4,
  'game-prod/voice': 2,
  'game-prod/rank': 2,
  'game-prod/chat': 1,
  'trouble/no-match': 0,
  'trouble/wrong-port': 2,
  'trouble/wrong-name': 2,
  'trouble/no-slices': 0,
  'trouble/not-ready': 0,
  'trouble/not-ready-too': 2,
  'trouble/crashing': 0,
  'trouble/no-image': 0,
  'trouble/no-room': 0,
  'trouble/draining': 1,
};

interface Pod extends KubeObject {
  status: { podIP?: string };
}

/** Puts the samples into the cluster and waits until all is as they say. */
export async function applySamples(bed: Bed): Promise<void> {
  await bed.apply(sampleObjects);
  await Promise.all([bed.waitForPods('shop', 13), bed.waitForPods('game-prod', 9), bed.waitForPods('trouble', 4)]);
  await Promise.all([bed.apply(await pinned(bed)), bed.rest.delete(terminating, '?gracePeriodSeconds=86400')]);
  await Promise.all(
    Object.entries(sampleServices).map(([key, ready]) => {
      const [namespace = '', name = ''] = key.split('/');
      return bed.waitForEndpoints(namespace, name, { ready });
    }),
  );
}

/** A Service whose hand-written slice points at a pod: its address is known only now. */
async function pinned(bed: Bed): Promise<KubeObject[]> {
  const target = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', name: 'db-0' } };
  const { metadata, status } = await bed.rest.get<Pod>(objectPath(target));
  return [
    service(['shop', 'pinned'], { ports: [{ name: 'postgres', port: 5432 }] }),
    slice(['shop', 'pinned-1'], {
      service: 'pinned',
      ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }],
      endpoints: [
        {
          addresses: [status.podIP ?? ''],
          conditions: { ready: true },
          targetRef: { kind: 'Pod', namespace: 'shop', name: 'db-0', uid: metadata.uid },
        },
      ],
    }),
  ];
}
