import { beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { DemoEvent, DemoManifest } from './registry.ts';
import { Store } from './store.ts';
import { seededRandom, START } from './testing/demo-sandbox.ts';

let store: Store;
let told: string[];

beforeEach(() => {
  store = new Store({ clock: new FakeClock({ now: START }), random: seededRandom(4) });
  store.create({ kind: 'Namespace', metadata: { name: 'shop' } });
  told = [];
  store.subscribe(({ type, object }: DemoEvent) => told.push(`${type} ${object.kind}/${object.metadata.name}`));
});

const at = (kind: 'Service' | 'Pod' | 'Deployment' | 'ReplicaSet', name: string) =>
  ({ kind, namespace: 'shop', name }) as const;

function pod(name: string, metadata: object = {}, spec: object = {}): DemoManifest {
  const containers = [{ name: 'main', image: 'nginx:1' }];
  return { kind: 'Pod', metadata: { name, namespace: 'shop', ...metadata }, spec: { containers, ...spec } };
}

function service(name: string, metadata: object = {}): DemoManifest {
  return { kind: 'Service', metadata: { name, namespace: 'shop', ...metadata }, spec: { ports: [{ port: 80 }] } };
}

describe('an object', () => {
  test('gets what the server adds, and is frozen all the way down', () => {
    const made = store.create(service('web'));
    expect(made.metadata).toMatchObject({
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
      creationTimestamp: '2026-11-21T10:00:00Z',
      resourceVersion: String(store.version),
    });
    expect(Object.isFrozen(made.spec?.['ports'])).toBe(true);
    expect(store.get(at('Service', 'web'))).toBe(made);
  });

  test('gets a name made up behind its prefix', () => {
    const made = store.create({ ...service('x'), metadata: { generateName: 'web-', namespace: 'shop' } });
    expect(made.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('needs a namespace that is there and stays', () => {
    expect(() => store.create({ ...service('web'), metadata: { name: 'web', namespace: 'nope' } })).toThrow(
      'namespaces "nope" not found',
    );
    store.create(service('held', { finalizers: ['a.b/c'] }));
    store.delete({ kind: 'Namespace', name: 'shop' });
    expect(() => store.create(service('web'))).toThrow(
      'services "web" is forbidden: unable to create new content in namespace shop because it is being terminated',
    );
  });

  test('counts changes of its spec, not of its metadata or status, nor that it got a node', () => {
    store.create(pod('web'));
    store.update(at('Pod', 'web'), (one) => ({ ...one, spec: { ...one.spec, nodeName: 'node-1' } }));
    store.update(at('Pod', 'web'), (one) => ({ ...one, metadata: { ...one.metadata, labels: { a: 'b' } } }));
    const ready = store.updateStatus(at('Pod', 'web'), (one) => ({ ...one, status: { phase: 'Running' } }));
    expect(ready.metadata.generation).toBe(1);
    expect(ready.status).toEqual({ phase: 'Running' });
  });

  test('has one door for its status and one for the rest', () => {
    store.create(pod('web'));
    const both = (one: DemoManifest): DemoManifest => ({
      ...one,
      metadata: { ...one.metadata, labels: { a: 'b' } },
      status: { phase: 'Running' },
    });
    expect(store.update(at('Pod', 'web'), both).status).toMatchObject({ phase: 'Pending' });
    const after = store.updateStatus(at('Pod', 'web'), (one) => ({
      ...one,
      spec: { ...one.spec, nodeName: 'x' },
      status: { phase: 'Failed' },
    }));
    expect(after.spec).not.toHaveProperty('nodeName');
    expect(after.status).toEqual({ phase: 'Failed' });
  });

  test('stays as it is when nothing changes, or only for show', () => {
    const made = store.create(service('web'));
    const version = store.version;
    expect(store.update(at('Service', 'web'), (one) => ({ ...one }))).toBe(made);
    store.update(at('Service', 'web'), (one) => ({ ...one, metadata: { ...one.metadata, labels: { a: 'b' } } }), {
      dryRun: true,
    });
    store.create(service('dry'), { dryRun: true });
    store.delete(at('Service', 'web'), { dryRun: true });
    expect(store.version).toBe(version);
    expect(store.list('Service')).toEqual([made]);
  });
});

describe('a deletion', () => {
  test('gives a Pod on a node its time, and a shorter one when asked', () => {
    store.create(pod('web', {}, { nodeName: 'node-1' }));
    const marked = store.delete(at('Pod', 'web'));
    expect(marked.metadata).toMatchObject({
      deletionTimestamp: '2026-11-21T10:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    expect(store.delete(at('Pod', 'web'), { gracePeriodSeconds: 60 })).toBe(marked);
    expect(store.delete(at('Pod', 'web'), { gracePeriodSeconds: 5 }).metadata.deletionGracePeriodSeconds).toBe(5);
    store.delete(at('Pod', 'web'), { gracePeriodSeconds: 0 });
    expect(store.get(at('Pod', 'web'))).toBeUndefined();
    expect(told).toEqual(['ADDED Pod/web', 'MODIFIED Pod/web', 'MODIFIED Pod/web', 'DELETED Pod/web']);
  });

  test.each([
    ['without a node', {}, {}],
    ['that is over', { nodeName: 'node-1' }, { phase: 'Succeeded' }],
  ])('ends a Pod %s at once', (_name, spec, status) => {
    store.create(pod('web', {}, spec));
    store.updateStatus(at('Pod', 'web'), (one) => ({ ...one, status }));
    store.delete(at('Pod', 'web'));
    expect(store.get(at('Pod', 'web'))).toBeUndefined();
  });

  test('waits for finalizers, and takes no new ones', () => {
    store.create(service('web', { finalizers: ['a.b/c'] }));
    store.delete(at('Service', 'web'));
    expect(store.get(at('Service', 'web'))?.metadata.deletionTimestamp).toBe('2026-11-21T10:00:00Z');
    const withFinalizers = (...finalizers: string[]) =>
      store.update(at('Service', 'web'), (one) => ({ ...one, metadata: { ...one.metadata, finalizers } }));
    expect(() => withFinalizers('a.b/c', 'd.e/f')).toThrow(
      'no new finalizers can be added if the object is being deleted, found new finalizers []string{"d.e/f"}',
    );
    withFinalizers();
    expect(store.get(at('Service', 'web'))).toBeUndefined();
  });

  test('is refused when the object is not the one that was meant', () => {
    store.create(service('web'));
    expect(() => store.delete(at('Service', 'web'), { preconditions: { uid: 'x' } })).toThrow(
      'the UID in the precondition (x) does not match',
    );
    expect(() => store.delete(at('Service', 'web'), { preconditions: { resourceVersion: '1' } })).toThrow(
      'the ResourceVersion in the precondition (1) does not match',
    );
  });

  test('takes along what belonged to it alone, and the Endpoints of a Service', () => {
    const own = ({ kind, metadata }: { kind: string; metadata: { name: string; uid: string } }) => ({
      apiVersion: 'v1',
      kind,
      name: metadata.name,
      uid: metadata.uid,
    });
    const [a, b] = [store.create(service('a')), store.create(service('b'))];
    store.create(pod('of-a', { ownerReferences: [own(a)] }));
    store.create(pod('of-both', { ownerReferences: [own(a), own(b)] }));
    store.create({ kind: 'Endpoints', metadata: { name: 'a', namespace: 'shop' } });
    store.delete(at('Service', 'a'));
    expect(store.list('Pod').map(({ metadata }) => metadata.name)).toEqual(['of-both']);
    expect(store.list('Endpoints')).toEqual([]);
    store.delete(at('Service', 'b'));
    expect(store.list('Pod')).toEqual([]);
  });

  test('orphans on demand', async () => {
    const { metadata } = store.create(service('a'));
    store.create(
      pod('of-a', { ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'a', uid: metadata.uid }] }),
    );
    store.delete(at('Service', 'a'), { finalizer: 'orphan' });
    expect(store.get(at('Service', 'a'))?.metadata.finalizers).toEqual(['orphan']);
    await Promise.resolve();
    expect(store.get(at('Service', 'a'))).toBeUndefined();
    expect(store.get(at('Pod', 'of-a'))?.metadata.ownerReferences ?? []).toEqual([]);
  });

  test('of a namespace ends with the last of what is in it', () => {
    store.create(service('web', { finalizers: ['a.b/c'] }));
    store.create(pod('web', {}, { nodeName: 'node-1' }));
    expect(store.delete({ kind: 'Namespace', name: 'shop' }).status).toEqual({ phase: 'Terminating' });
    store.delete(at('Pod', 'web'), { gracePeriodSeconds: 0 });
    expect(store.get({ kind: 'Namespace', name: 'shop' })).toBeDefined();
    store.update(at('Service', 'web'), (one) => ({ ...one, metadata: { ...one.metadata, finalizers: [] } }));
    expect(store.get({ kind: 'Namespace', name: 'shop' })).toBeUndefined();
    expect(told.at(-1)).toBe('DELETED Namespace/shop');
  });
});

test('a listener that writes is told of its own change after everybody has heard the first', () => {
  const heard: string[] = [];
  store.subscribe(({ type, object }) => {
    if (object.kind === 'Service' && type === 'ADDED') store.create(pod(`of-${object.metadata.name}`));
  });
  store.subscribe(({ object }) => heard.push(object.metadata.name));
  store.create(service('web'));
  expect(heard).toEqual(['web', 'of-web']);
});
