import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { DemoObject } from './registry.ts';
import { Store } from './store.ts';
import { seededRandom } from './testing/demo-sandbox.ts';

function storeOf(historyLimit?: number): Store {
  const options = {
    clock: new FakeClock(),
    random: seededRandom(9),
    ...(historyLimit !== undefined && { historyLimit }),
  };
  const store = new Store(options);
  for (const name of ['a', 'b']) store.create({ kind: 'Namespace', metadata: { name } });
  return store;
}

const step = fc.record({
  namespace: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('x', 'y', 'z'),
  act: fc.constantFrom('create', 'change', 'delete'),
});
const rewind = { kind: 'Endpoints', namespace: undefined } as const;

test('lists are as they were at any version that is still known', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const store = storeOf();
      const seen: [number, readonly DemoObject[]][] = [];
      for (const [index, { namespace, name, act }] of steps.entries()) {
        const ref = { kind: 'Endpoints', namespace, name } as const;
        const isThere = store.get(ref) !== undefined;
        if (!isThere && act === 'create') store.create({ kind: 'Endpoints', metadata: { name, namespace } });
        else if (isThere && act === 'change')
          store.update(ref, (object) => ({
            ...object,
            metadata: { ...object.metadata, labels: { step: String(index) } },
          }));
        else if (isThere && act === 'delete') store.delete(ref);
        seen.push([store.version, store.list('Endpoints')]);
      }
      for (const [version, objects] of seen)
        expect(store.history.rewind(store.list('Endpoints'), { ...rewind, version })).toEqual(objects);
    }),
  );
});

test('what is older than the limit is forgotten, and all of it by a compaction', () => {
  const store = storeOf(10);
  const start = store.version;
  for (let at = 0; at < 40; at++) store.create({ kind: 'Endpoints', metadata: { name: `e${at}`, namespace: 'a' } });
  expect(store.history.since(start)).toBeUndefined();
  expect(store.history.since(store.version - 5)).toHaveLength(5);
  store.history.compact();
  expect(store.history.since(store.version - 5)).toBeUndefined();
  expect(store.history.since(store.version)).toEqual([]);
  expect(store.history.rewind([], { ...rewind, version: store.version - 1 })).toBeUndefined();
});
