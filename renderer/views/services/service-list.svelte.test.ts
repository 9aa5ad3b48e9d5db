import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { App } from '../../live/app.svelte.ts';
import { home, type Route } from '../../route.ts';
import { FakeCore } from '../../testing/fake-core.ts';
import { contextOf, countsOf } from '../../testing/samples.ts';
import { ServiceList } from './service-list.svelte.ts';
import { rowOf } from './testing/rows.ts';

type ListRoute = Extract<Route, { view: 'services' }>;

let stop: () => void = () => undefined;
afterEach(() => stop());

const row = (key: string, ready = 1) => rowOf(key, { endpoints: countsOf(ready) });

/** A list over two clusters, drawn as by a view; `names` is what stands in it. */
async function open(first: Partial<ListRoute> = {}) {
  const core = new FakeCore();
  core.contexts.reset([contextOf('dev'), contextOf('prod'), contextOf('off', { link: { state: 'off' } })]);
  core.services.of('dev').reset([row('dev/shop/cart'), row('dev/shop/web')]);
  core.services.of('prod').reset([row('prod/game/lobby'), row('prod/shop/web')]);
  let route = $state<ListRoute>({ ...home, ...first });
  const list = new ServiceList(new App(core.wire), () => route);
  let names: readonly string[] = [];
  stop = $effect.root(() => {
    $effect(() => {
      names = list.rows.map(({ key }) => key);
    });
  });
  const shown = (): readonly string[] => {
    flushSync();
    return names;
  };
  const go = (to: Partial<ListRoute>): void => void (route = { ...route, ...to });
  await vi.waitFor(() => expect(shown().length).toBeGreaterThan(0));
  return { core, list, shown, go };
}

test('the Services of all connected clusters stand in one list, the worst first', async () => {
  const { core, shown } = await open();
  await vi.waitFor(() => expect(shown()).toHaveLength(4));
  core.services.of('prod').set(row('prod/shop/web', 0));
  await vi.waitFor(() => expect(shown()[0]).toBe('prod/shop/web'));
});

test('scope, namespace and filter narrow it', async () => {
  const { shown, go, list } = await open({ scope: ['prod'] });
  await vi.waitFor(() => expect(shown()).toEqual(['prod/game/lobby', 'prod/shop/web']));
  go({ ns: 'shop' });
  expect(shown()).toEqual(['prod/shop/web']);
  go({ ns: '', q: 'lobby' });
  expect(shown()).toEqual(['prod/game/lobby']);
  expect(list.count).toBe(1);
});

test('for each term it says what would be shown without it', async () => {
  const { list, shown, go } = await open();
  await vi.waitFor(() => expect(shown()).toHaveLength(4));
  go({ q: 'ns:shop lobby' });
  expect(list.without).toEqual([
    { term: 'ns:shop', count: 1, rest: 'lobby' },
    { term: 'lobby', count: 3, rest: 'ns:shop' },
  ]);
});

test('under the pointer rows stay where they are and newcomers wait, but a new filter is answered', async () => {
  const { core, list, shown, go } = await open({ scope: ['dev'] });
  list.freeze();
  core.services.of('dev').set(row('dev/shop/web', 0), row('dev/shop/a-new-one'));
  await vi.waitFor(() => expect((shown(), list.waiting)).toBe(1));
  expect(shown()).toEqual(['dev/shop/cart', 'dev/shop/web']);
  go({ q: 'new' });
  expect(shown()).toEqual(['dev/shop/a-new-one']);
  go({ q: '' });
  list.thaw();
  expect(shown()).toEqual(['dev/shop/web', 'dev/shop/a-new-one', 'dev/shop/cart']);
});

test('the focused row stays until left, filtered out or deleted', async () => {
  const { core, list, shown, go } = await open({ scope: ['dev'] });
  list.pin('dev/shop/web');
  go({ q: 'cart' });
  expect(shown()).toEqual(['dev/shop/cart', 'dev/shop/web']);
  expect(list.rows.map((one) => list.isAstray(one))).toEqual([false, true]);
  core.services.of('dev').remove('dev/shop/web');
  go({ q: '' });
  await vi.waitFor(() => expect((shown(), list.all)).toHaveLength(1));
  expect(shown()).toEqual(['dev/shop/cart', 'dev/shop/web']);
  list.pin(undefined);
  expect(shown()).toEqual(['dev/shop/cart']);
});
