import { expect, it } from 'vitest';
import { Informer } from './informer.ts';
import type { DemoObject } from './registry.ts';
import { madePod, madeService } from './testing/made-objects.ts';

function labelled(name: string, labels: Record<string, string>): DemoObject {
  const { metadata, ...pod } = madePod(name);
  return { ...pod, metadata: { ...metadata, labels, ownerReferences: [owner] } };
}
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'uid-web', controller: true };
const web = { metadata: { uid: 'uid-web' } };

function informer(...objects: readonly DemoObject[]): Informer {
  return new Informer({ list: (kind) => objects.filter((object) => object.kind === kind) });
}

it('finds pods by all pairs of a selector, and none by no selector', () => {
  const all = informer(
    labelled('a', { app: 'web', tier: '1' }),
    labelled('b', { app: 'web' }),
    labelled('c', { app: 'db' }),
  );
  const names = (selector?: Record<string, string>): readonly string[] =>
    all.selectedPods('shop', selector).map(({ metadata }) => metadata.name);
  expect(names({ app: 'web' })).toEqual(['a', 'b']);
  expect(names({ app: 'web', tier: '1' })).toEqual(['a']);
  expect(names({ app: 'web', tier: '2' })).toEqual([]);
  expect(names({})).toEqual([]);
  expect(names()).toEqual([]);
  expect(all.selectedPods('other', { app: 'web' })).toEqual([]);
});

it('follows changes and deletions', () => {
  const all = informer(labelled('a', { app: 'web' }));
  const changed = labelled('a', { app: 'db' });
  all.apply({ type: 'MODIFIED', object: changed });
  expect(all.selectedPods('shop', { app: 'web' })).toEqual([]);
  expect(all.ownedBy('Pod', web)).toEqual([changed]);
  all.apply({ type: 'DELETED', object: changed });
  expect([all.list('Pod'), all.list('Pod', 'shop'), all.ownedBy('Pod', web)]).toEqual([[], [], []]);
});

it('finds the Services that select a pod', () => {
  const all = informer(madeService([{ port: 80 }]));
  expect(all.servicesSelecting('shop', { app: 'web', more: 'x' })).toHaveLength(1);
  expect(all.servicesSelecting('shop', { app: 'db' })).toEqual([]);
});
