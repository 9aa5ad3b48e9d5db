import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contextOf } from '../testing/context-samples.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { openFakeApi } from '../testing/fake-context.ts';
import type { FakeObject } from '../testing/fake-objects.ts';
import { until } from '../testing/until.ts';
import type { KubeApi } from './api.ts';
import { kinds } from './kinds.ts';
import type { Service } from './objects.ts';
import { Store } from './store.ts';
import type { TableNotice } from './table.ts';
import { Watch } from './watch.ts';

function service(name: string, selector = 'a'): FakeObject {
  return { metadata: { name, namespace: 'shop' }, spec: { type: 'ClusterIP', selector: { app: selector } } };
}

/** A store with its watch on `api`, and everything it told. */
class Watched {
  readonly clock = new FakeClock({ now: 1_000_000 });
  /** How often bytes came. */
  contacts = 0;
  readonly store = new Store(kinds.services, this.clock, {
    onContact: () => (this.contacts += 1),
    onStanding: () => {},
  });
  readonly notices: TableNotice[] = [];
  readonly #api: KubeApi;
  readonly watch: Watch<Service>;

  constructor(server: string) {
    this.#api = openFakeApi(contextOf({ server }), this.clock);
    this.store.subscribe((notice) => this.notices.push(notice));
    this.watch = new Watch({ api: this.#api, kind: kinds.services, clock: this.clock, sink: this.store });
  }

  /** The keys told since the last call. */
  takeKeys(): string[] {
    return this.notices.splice(0).flatMap((notice) => (notice.all ? ['*'] : notice.keys));
  }

  get names(): string[] {
    return [...this.store.items.keys()].map((key) => key.replace('shop/', '')).sort();
  }

  get state(): string {
    return this.store.standing.state;
  }

  close(): void {
    this.watch.close();
    this.#api.close();
  }
}

let api: FakeApi;
let open: Watched[] = [];
beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(async () => {
  for (const watched of open) watched.close();
  open = [];
  await api.stop();
});

function watchServices(): Watched {
  const watched = new Watched(api.server);
  open.push(watched);
  return watched;
}

async function liveWatch(): Promise<Watched> {
  const watched = watchServices();
  await until(() => watched.state === 'live' && watched.contacts === 2);
  watched.takeKeys();
  return watched;
}

const lists = (): string[] => api.requests.filter((line) => !line.includes('watch=1'));
const watches = (): string[] => api.requests.filter((line) => line.includes('watch=1'));

describe('a list', () => {
  test('comes in pages, the first shown before the last is there', async () => {
    api.pageSize = 2;
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.objects.put('services', service(name));
    api.fault = (line) => (line.includes('continue') ? { t: 'hang' } : undefined);
    const watched = watchServices();
    await until(() => watched.names.length === 2);
    expect(watched.state).toBe('loading');
    expect(lists()[0]).toContain('limit=500');
  });

  test('whose continue token expired starts over, and what went meanwhile is gone', async () => {
    api.pageSize = 2;
    for (const name of ['a', 'b', 'c']) api.objects.put('services', service(name));
    let expired = false;
    api.fault = (line) => {
      if (!line.includes('continue') || expired) return undefined;
      expired = true;
      api.objects.remove('services', 'shop/a');
      return { t: 'status', status: 410 };
    };
    const watched = watchServices();
    await until(() => watched.state === 'live');
    expect(watched.names).toEqual(['b', 'c']);
    expect(lists()).toHaveLength(3);
  });

  test('that is refused is denied, names verb and resource, and is asked for again slowly', async () => {
    api.may = () => false;
    const watched = watchServices();
    await until(() => watched.state === 'denied');
    expect(watched.store.standing).toMatchObject({
      failure: { code: 'forbidden', params: { user: 'somebody', verb: 'list', resource: 'services' } },
    });
    api.may = () => true;
    await watched.clock.advance(700);
    expect(watched.state).toBe('denied');
    await watched.clock.advance(100);
    await until(() => watched.state === 'live');
  });

  test('answered with a sign-in page stays in the state of loading until the real server answers', async () => {
    api.fault = () => ({ t: 'html' });
    const watched = watchServices();
    await until(() => watched.clock.sleeping > 0 && api.requests.length === 1);
    expect(watched.state).toBe('loading');
    api.fault = () => undefined;
    watched.watch.wake();
    await until(() => watched.state === 'live');
  });
});

describe('a watch', () => {
  test('goes on where the list ended, asks for bookmarks, and ends after 5 to 10 minutes', async () => {
    api.objects.put('services', service('a'));
    const version = api.objects.version;
    await liveWatch();
    const query = new URL(`http://x${watches()[0]?.split(' ')[1] ?? ''}`).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: version,
      timeoutSeconds: '450',
    });
  });

  test('tells each change once', async () => {
    const watched = await liveWatch();
    api.objects.put('services', service('a'));
    api.objects.put('services', service('a', 'b'));
    api.objects.remove('services', 'shop/a');
    api.objects.put('services', service('z'));
    await until(() => watched.names.includes('z'));
    expect(watched.takeKeys()).toEqual(['shop/a', 'shop/a', 'shop/a', 'shop/z']);
    expect(watched.names).toEqual(['z']);
  });

  test('that ended in order goes on at once from the last bookmark, without a list and without being stale', async () => {
    const watched = await liveWatch();
    api.objects.put('pods', { metadata: { name: 'other', namespace: 'shop' } });
    api.bookmark();
    const version = api.objects.version;
    await until(() => watched.contacts === 3);
    api.endWatches();
    await until(() => watches().length === 2 && api.watching === 1);
    expect(watches()[1]).toContain(`resourceVersion=${version}`);
    expect(lists()).toHaveLength(1);
    expect(watched.notices).toEqual([]);
  });

  test('cut in mid-line goes on from what it has, and misses nothing', async () => {
    const watched = await liveWatch();
    api.cutWatches();
    await until(() => api.watching === 0);
    api.objects.put('services', service('a'));
    await until(() => watched.names.length === 1);
    expect(lists()).toHaveLength(1);
    expect(watched.notices).toEqual([{ all: false, keys: ['shop/a'], owners: [] }]);
  });

  test('too old is listed anew and only differences are told', async () => {
    for (const name of ['same', 'changed', 'gone']) api.objects.put('services', service(name));
    const watched = await liveWatch();
    api.cutWatches();
    api.objects.remove('services', 'shop/gone');
    api.objects.put('services', service('changed', 'b'));
    api.objects.put('services', service('new'));
    api.objects.compact();
    await until(() => lists().length === 2 && api.watching === 1);
    expect(watched.takeKeys().sort()).toEqual(['shop/changed', 'shop/gone', 'shop/new']);
    expect(watched.names).toEqual(['changed', 'new', 'same']);
  });

  test('whose server is down is stale since the last contact, and live when it is back and somebody says so', async () => {
    api.objects.put('services', service('a'));
    const watched = await liveWatch();
    await watched.clock.advance(5_000);
    await api.stop();
    await until(() => watched.state === 'stale');
    expect(watched.store.standing).toMatchObject({ since: 1_000_000, failure: { code: 'unreachable' } });
    expect(watched.names).toEqual(['a']);
    await api.resume();
    watched.watch.wake();
    await until(() => watched.contacts === 3);
    await watched.clock.advance(100);
    await until(() => watched.state === 'live');
  });

  test('that a restarted server calls too old after accepting it is never shown as live with old rows', async () => {
    api.objects.put('services', service('a'));
    const watched = await liveWatch();
    const seen: string[] = [];
    await api.stop();
    await until(() => watched.state === 'stale');
    watched.store.subscribe(() => seen.push(`${watched.state} ${watched.names.join()}`));
    api.objects.put('services', service('b'));
    api.objects.compact();
    await api.resume();
    watched.watch.wake();
    await until(() => watched.state === 'live');
    expect(seen).toEqual(['stale a,b', 'live a,b']);
  });

  test('without a sign of life for three minutes is opened anew; bookmarks are signs of life', async () => {
    const watched = await liveWatch();
    for (let minute = 0; minute < 4; minute++) {
      await watched.clock.advance(60_000);
      api.bookmark();
      await until(() => watched.contacts === 3 + minute);
    }
    await watched.clock.advance(180_000);
    expect(watches()).toHaveLength(1);
    await watched.clock.advance(10_000);
    await until(() => watches().length === 2);
    expect(lists()).toHaveLength(1);
    expect(watched.state).toBe('live');
  });

  test('is opened anew when the computer was asleep', async () => {
    const watched = await liveWatch();
    watched.clock.jump(60_000);
    await watched.clock.advance(10_000);
    await until(() => watches().length === 2);
  });

  test('opens nothing any more once closed', async () => {
    const watched = await liveWatch();
    watched.close();
    await until(() => api.watching === 0);
    await watched.clock.advance(600_000);
    expect(api.requests).toHaveLength(2);
    expect(watched.clock.sleeping).toBe(0);
  });
});

describe('whatever happens', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ t: fc.constant('put' as const), name, selector: name }) },
      { weight: 3, arbitrary: fc.record({ t: fc.constant('remove' as const), name }) },
      { weight: 3, arbitrary: fc.record({ t: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 30 }) }) },
      fc.record({ t: fc.constantFrom('cut' as const, 'end' as const, 'bookmark' as const, 'compact' as const) }),
      fc.record({ t: fc.constant('outage' as const), name, forget: fc.boolean() }),
      fc.record({ t: fc.constant('page' as const), size: fc.integer({ min: 1, max: 4 }) }),
      fc.record({
        t: fc.constant('fault' as const),
        fault: fc.constantFrom('410' as const, '500' as const, 'html' as const, 'reset' as const),
      }),
      fc.record({ t: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 40_000 }) }),
    ),
    { maxLength: 40 },
  );
  type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

  async function run(step: Step, watched: Watched): Promise<void> {
    switch (step.t) {
      case 'put':
        api.objects.put('services', service(step.name, step.selector));
        return;
      case 'remove':
        api.objects.remove('services', `shop/${step.name}`);
        return;
      case 'cut':
        api.cutWatches();
        return;
      case 'end':
        api.endWatches();
        return;
      case 'bookmark':
        api.bookmark();
        return;
      case 'compact':
        api.objects.compact();
        return;
      case 'outage':
        api.cutWatches();
        api.objects.remove('services', `shop/${step.name}`);
        if (step.forget) api.objects.compact();
        return;
      case 'page':
        api.pageSize = step.size;
        return;
      case 'fault': {
        let left = 2;
        const faults = {
          '410': { t: 'status', status: 410 },
          '500': { t: 'status', status: 500 },
          html: { t: 'html' },
          reset: { t: 'reset' },
        } as const;
        api.fault = () => (left-- > 0 ? faults[step.fault] : undefined);
        return;
      }
      case 'turns':
        for (let i = 0; i < step.count; i++) await new Promise((resolve) => setImmediate(resolve));
        return;
      case 'wait':
        return watched.clock.advance(step.ms);
    }
  }

  test('the store ends up equal to the server, and each true change was told once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        api = await FakeApi.start();
        const watched = new Watched(api.server);
        const told = new Map<string, string | undefined>();
        const repeated: string[] = [];
        watched.store.subscribe((notice) => {
          for (const key of notice.all ? [] : notice.keys) {
            const version = watched.store.items.get(key)?.metadata.resourceVersion;
            if (told.get(key) === version) repeated.push(`${key} ${version ?? 'gone'}`);
            told.set(key, version);
          }
        });
        try {
          for (const step of sequence) await run(step, watched);
          api.fault = () => undefined;
          const versions = (): string =>
            JSON.stringify(api.objects.list('services').map(({ metadata }) => metadata.resourceVersion));
          const kept = (): string =>
            JSON.stringify(
              [...watched.store.items]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([, { metadata }]) => metadata.resourceVersion),
            );
          while (kept() !== versions() || watched.state !== 'live')
            await watched.clock.advance(1_000).then(() => new Promise((resolve) => setImmediate(resolve)));
          expect(repeated).toEqual([]);
        } finally {
          watched.close();
          await api.stop();
        }
      }),
      { numRuns: 80 },
    );
    api = await FakeApi.start();
  }, 30_000);
});
