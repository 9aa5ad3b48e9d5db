import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContextView } from '../../../shared/model/context.ts';
import { contextOf } from '../testing/context-samples.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { openFakeApi } from '../testing/fake-context.ts';
import type { FakeObject } from '../testing/fake-objects.ts';
import { until } from '../testing/until.ts';
import { Clusters, type Wishes } from './clusters.ts';
import type { ContextEntry } from './context-entry.ts';

let api: FakeApi;
let clock: FakeClock;
let clusters: Clusters;
let opened: string[];
let wishes: Wishes | undefined;

beforeEach(async () => {
  api = await FakeApi.start();
  clock = new FakeClock({ now: 1_000_000 });
  opened = [];
  clusters = open();
});
afterEach(async () => {
  clusters.close();
  await api.stop();
});

function open(remembered?: Wishes): Clusters {
  return new Clusters({
    clock,
    openApi: (entry) => {
      opened.push(entry.key);
      return openFakeApi(entry, clock);
    },
    onWishes: (all) => (wishes = all),
    ...(remembered && { wishes: remembered }),
  });
}

function entry(key = 'dev', over: Partial<ContextEntry> = {}): ContextEntry {
  return { ...contextOf({ server: api.server }), key, name: key, ...over };
}

function context(key = 'dev'): ContextView | undefined {
  return clusters.contexts.items.get(key);
}

function link(key = 'dev'): string | undefined {
  return context(key)?.link.state;
}

async function connect(...entries: ContextEntry[]): Promise<void> {
  clusters.setKubeconfig({ contexts: entries.length > 0 ? entries : [entry()] });
  for (const key of clusters.contexts.items.keys()) clusters.connect(key);
  await until(() => [...clusters.contexts.items.keys()].every((key) => link(key) === 'live'));
}

function service(name: string, namespace = 'shop'): FakeObject {
  return { metadata: { name, namespace }, spec: {} };
}

const watches = (): string[] => api.requests.filter((line) => line.includes('watch=1'));

/** Lets time pass until something is so, as sockets and timers take turns. */
async function eventually(condition: () => boolean, step = 100): Promise<void> {
  while (!condition()) {
    await clock.advance(step);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a context', () => {
  test('is off until it is connected, then live with its version and scope', async () => {
    clusters.setKubeconfig({ contexts: [entry()] });
    expect(context()?.link).toEqual({ state: 'off' });
    clusters.connect('dev');
    expect(context()?.link).toEqual({ state: 'connecting', since: 1_000_000 });
    await until(() => link() === 'live');
    expect(context()).toMatchObject({ version: 'v1.36.3', scope: { whole: true, namespaces: [] }, gaps: [] });
    clusters.disconnect('dev');
    expect(context()?.link).toEqual({ state: 'off' });
  });

  test('that nobody knows is named with those that are known', () => {
    clusters.setKubeconfig({ contexts: [entry()] });
    expect(() => clusters.cluster('prod')).toThrow(
      expect.objectContaining({ failure: { code: 'context-unknown', params: { context: 'prod', known: 'dev' } } }),
    );
  });

  test('whose kubeconfig entry is broken is denied at once and asks nobody', () => {
    const failure = { code: 'context-without-user', params: { context: 'dev', user: 'x', file: 'f' } } as const;
    clusters.setKubeconfig({ contexts: [entry('dev', { failure })] });
    clusters.connect('dev');
    expect(context()?.link).toEqual({ state: 'denied', failure });
    expect(opened).toEqual([]);
  });

  test('whose server is down is unreachable, says when it tries again, and is live when it is up', async () => {
    await api.stop();
    clusters.setKubeconfig({ contexts: [entry()] });
    clusters.connect('dev');
    await until(() => link() === 'unreachable');
    expect(context()?.link).toMatchObject({ failure: { code: 'unreachable' }, retryAt: 1_000_750 });
    await api.resume();
    await eventually(() => link() === 'live');
  });

  test('whose sign-in is refused is denied, and goes on when asked again', async () => {
    api.fault = () => ({ t: 'status', status: 401 });
    clusters.setKubeconfig({ contexts: [entry()] });
    clusters.connect('dev');
    await until(() => link() === 'denied');
    expect(context()?.link).toMatchObject({ failure: { code: 'unauthenticated' } });
    api.fault = () => undefined;
    clusters.retryNow('dev');
    await until(() => link() === 'live');
  });

  test('whose token is refused while live is denied, and its rows stay', async () => {
    api.objects.put('services', service('web'));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    api.fault = () => ({ t: 'status', status: 401 });
    api.cutWatches();
    await eventually(() => link() === 'denied' && view.freshness.state === 'stale');
    expect(view.freshness).toMatchObject({ failure: { code: 'unauthenticated' } });
    expect([...view.items.keys()]).toEqual(['shop/web']);
  });

  test('is one of several, each with its own state', async () => {
    const other = await FakeApi.start();
    await connect(entry('dev'), entry('prod', { cluster: { server: other.server } }));
    await other.stop();
    await eventually(() => link('prod') === 'stale');
    expect(link('dev')).toBe('live');
  });
});

describe('an outage', () => {
  test('is stale since the last contact, then live within a second of the return, with no row lost or told twice', async () => {
    for (const name of ['a', 'b', 'c']) api.objects.put('services', service(name));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live' && api.watching === 1);
    const told: string[] = [];
    view.subscribe((notice) => told.push(...(notice.all ? ['*'] : notice.keys)));
    await api.stop();
    await eventually(() => link() === 'stale' && view.freshness.state === 'stale');
    expect(context()?.link).toMatchObject({ failure: { code: 'unreachable' } });
    await clock.advance(60_000);
    expect(view.items.size).toBe(3);
    api.objects.remove('services', 'shop/c');
    api.objects.compact();
    await api.resume();
    const back = clock.now();
    await eventually(() => link() === 'live' && view.freshness.state === 'live', 10);
    expect(clock.now() - back).toBeLessThan(1_200);
    expect(told).toEqual(['shop/c']);
  });

  test('is noticed as soon as a watch ends, not with the next probe', async () => {
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live' && api.watching === 1);
    await api.stop();
    await until(() => link() === 'stale');
    expect(clock.now()).toBe(1_000_000);
  });

  test('of two minutes and more is asked about less often', async () => {
    await connect();
    await api.stop();
    await eventually(() => link() === 'stale');
    const waits = new Set<number>();
    clusters.contexts.subscribe(() => {
      const now = context()?.link;
      if (now?.state === 'stale' && now.retryAt !== undefined) waits.add(now.retryAt - clock.now());
    });
    await eventually(() => clock.now() > 1_400_000, 500);
    expect(Math.min(...waits)).toBeLessThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeGreaterThan(20_000);
  });
});

describe('watches', () => {
  test('of one kind and scope are one, and end 30 s after the last reader', async () => {
    await connect();
    const cluster = clusters.cluster('dev');
    const views = [cluster.watch('services'), cluster.watch('services')];
    await until(() => api.watching === 1);
    for (const view of views) view.close();
    await clock.advance(29_000);
    const again = cluster.watch('services');
    await clock.advance(60_000);
    expect(watches()).toHaveLength(1);
    expect(api.watching).toBe(1);
    again.close();
    await clock.advance(31_000);
    await until(() => api.watching === 0);
  });

  test('are closed with their context', async () => {
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => api.watching === 1);
    clusters.disconnect('dev');
    await until(() => api.watching === 0);
    expect(view.freshness).toEqual({ state: 'loading' });
    expect(view.items.size).toBe(0);
  });
});

test('nothing waits any more after close, with views still open', async () => {
  await connect();
  clusters.cluster('dev').watch('services');
  await until(() => api.watching === 1);
  clusters.close();
  await until(() => api.watching === 0);
  expect(clock.sleeping).toBe(0);
});

describe('an edited kubeconfig', () => {
  test('leaves unchanged contexts alone', async () => {
    await connect();
    clusters.cluster('dev').watch('services');
    await until(() => api.watching === 1);
    clusters.setKubeconfig({ contexts: [entry('dev', { current: false }), entry('new')] });
    expect(opened).toEqual(['dev']);
    expect(api.watching).toBe(1);
    expect(context()).toMatchObject({ current: false, link: { state: 'live' } });
  });

  test('connects a changed context anew and tells only what is different there', async () => {
    const other = await FakeApi.start();
    const same = api.objects.put('services', service('same'));
    api.objects.put('services', service('old'));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    for (let i = 0; other.objects.version !== String(Number(same.metadata.resourceVersion) - 1); i++)
      other.objects.compact();
    other.objects.put('services', { ...service('same'), metadata: { ...same.metadata } });
    other.objects.put('services', service('new'));
    const seen: string[] = [];
    view.subscribe(() => seen.push([...view.items.keys()].join()));
    clusters.setKubeconfig({ contexts: [entry('dev', { cluster: { server: other.server } })] });
    await until(() => view.freshness.state === 'live');
    expect([...view.items.keys()].sort()).toEqual(['shop/new', 'shop/same']);
    expect(seen).not.toContain('');
    await until(() => api.watching === 0);
    clusters.close();
    await other.stop();
  });

  test('drops removed contexts: their views keep what they had and say why it is old', async () => {
    api.objects.put('services', service('web'));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    clusters.setKubeconfig({ contexts: [] });
    expect(view.freshness).toMatchObject({ state: 'stale', failure: { code: 'context-gone' } });
    expect(view.items.size).toBe(1);
    expect(clusters.contexts.items.size).toBe(0);
    await until(() => api.watching === 0);
  });

  test('brings a context back connected, and remembers wishes', async () => {
    await connect();
    expect(wishes).toEqual({ connected: ['dev'], namespaces: {} });
    clusters.setKubeconfig({ contexts: [] });
    clusters.setKubeconfig({ contexts: [entry()] });
    await until(() => link() === 'live');
    clusters.disconnect('dev');
    expect(wishes).toEqual({ connected: [], namespaces: {} });
  });

  test('goes on with the views of a context that went and came back', async () => {
    api.objects.put('services', service('web'));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    clusters.setKubeconfig({ contexts: [] });
    api.objects.put('services', service('api'));
    clusters.setKubeconfig({ contexts: [entry()] });
    await until(() => view.freshness.state === 'live' && view.items.size === 2);
    clusters.setKubeconfig({ contexts: [] });
    clusters.setKubeconfig({ contexts: [entry('dev', { cluster: { server: 'http://127.0.0.1:1' } })] });
    await until(() => context()?.link.state === 'unreachable');
    expect(view.items.size).toBe(2);
  });

  test('shows nothing of a context that is back, but not connected any more', async () => {
    api.objects.put('services', service('web'));
    await connect();
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.items.size === 1);
    clusters.disconnect('dev');
    clusters.setKubeconfig({ contexts: [] });
    expect(view.freshness).toMatchObject({ failure: { code: 'context-gone' } });
    clusters.setKubeconfig({ contexts: [entry()] });
    expect(view.freshness.state).toBe('loading');
    expect(link()).toBe('off');
  });

  test('connects what was connected the last time', async () => {
    clusters = open({ connected: ['dev'], namespaces: { dev: ['team-a'] } });
    clusters.setKubeconfig({ contexts: [entry()] });
    await until(() => link() === 'live');
    expect(context()?.scope.typed).toEqual(['team-a']);
  });
});

describe('a user with rights in some namespaces', () => {
  beforeEach(() => {
    for (const namespace of ['shop', 'team-a', 'secret']) {
      api.objects.put('namespaces', { metadata: { name: namespace } });
      api.objects.put('services', service('web', namespace));
    }
  });

  test('sees those, composed into one view, and which rights are missing', async () => {
    const mine = new Set(['shop', 'team-a']);
    api.may = ({ resource, namespace }) => resource === 'namespaces' || mine.has(namespace ?? '');
    await connect(entry('dev', { namespace: 'shop' }));
    expect(context()?.scope).toEqual({ whole: false, namespaces: ['shop', 'team-a'], typed: [] });
    expect(context()?.gaps).toEqual([
      { code: 'forbidden', params: { user: 'somebody', verb: 'list', resource: 'services', scope: '*' } },
    ]);
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    expect([...view.items.keys()].sort()).toEqual(['shop/web', 'team-a/web']);
    expect(watches().every((line) => line.includes('/namespaces/'))).toBe(true);
  });

  test('who may not list namespaces has the own one and those typed by hand', async () => {
    const mine = new Set(['shop', 'team-a']);
    api.may = ({ namespace }) => mine.has(namespace ?? '');
    await connect(entry('dev', { namespace: 'shop' }));
    expect(context()?.scope.namespaces).toEqual(['shop']);
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    clusters.setNamespaces('dev', ['team-a', 'secret']);
    await until(() => view.items.has('team-a/web'));
    expect([...view.items.keys()].sort()).toEqual(['shop/web', 'team-a/web']);
    expect(context()?.gaps.map(({ params }) => `${params['resource']} ${params['scope']}`)).toEqual([
      'services *',
      'namespaces *',
      'services secret',
    ]);
    expect(wishes?.namespaces).toEqual({ dev: ['team-a', 'secret'] });
  });

  test('who may see nothing is denied and hears which right is missing', async () => {
    api.may = () => false;
    clusters.setKubeconfig({ contexts: [entry()] });
    clusters.connect('dev');
    await until(() => link() === 'denied');
    expect(context()?.link).toMatchObject({
      failure: { code: 'forbidden', params: { verb: 'list', resource: 'services' } },
    });
    api.may = () => true;
    await eventually(() => link() === 'live');
  });

  test('who had rights everywhere sees what is left of them', async () => {
    await connect(entry('dev', { namespace: 'shop' }));
    const view = clusters.cluster('dev').watch('services');
    await until(() => view.freshness.state === 'live');
    expect(view.items.size).toBe(3);
    api.may = ({ namespace, resource }) => namespace === 'shop' && resource !== 'namespaces';
    api.endWatches();
    await eventually(() => view.items.size === 1 && view.freshness.state === 'live');
    expect(context()?.scope).toMatchObject({ whole: false, namespaces: ['shop'] });
    expect(context()?.gaps[0]).toMatchObject({ code: 'forbidden', params: { verb: 'list', resource: 'services' } });
    expect(link()).toBe('live');
  });

  test('may lack the right to one kind only, which is a gap', async () => {
    api.may = ({ resource }) => resource !== 'endpointslices';
    await connect();
    const view = clusters.cluster('dev').watch('endpointslices');
    await until(() => view.freshness.state === 'live');
    expect(view.covers('shop')).toBe(false);
    expect(context()?.gaps.map(({ params }) => params['resource'])).toEqual(['endpointslices']);
    api.may = () => true;
    await eventually(() => view.covers('shop'));
    expect(context()?.gaps).toEqual([]);
  });
});
