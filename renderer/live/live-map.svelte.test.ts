import { flushSync } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failure } from '../../shared/failure.ts';
import { FakeCore } from '../testing/fake-core.ts';
import { contextOf } from '../testing/samples.ts';
import { App } from './app.svelte.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Reads something again whenever it changes, as a component on screen does. */
function watch<T>(read: () => T): { readonly now: T } {
  let now: T;
  const stop = $effect.root(() => {
    $effect(() => {
      now = read();
    });
  });
  stops.push(stop);
  flushSync();
  return {
    get now() {
      flushSync();
      return now;
    },
  };
}

describe('a live map over a wire', () => {
  test('shows everything at first, and then each change', async () => {
    const core = new FakeCore();
    core.contexts.reset([contextOf('dev')]);
    const { contexts } = new App(core.wire);
    const names = watch(() => contexts.values.map(({ name }) => name));
    expect(contexts.status.state).toBe('loading');
    await vi.waitFor(() => expect(names.now).toEqual(['dev']));
    core.contexts.set(contextOf('prod'));
    await vi.waitFor(() => expect(names.now).toEqual(['dev', 'prod']));
    core.contexts.remove('dev');
    await vi.waitFor(() => expect(names.now).toEqual(['prod']));
  });

  test('keeps what it showed while the wire is lost, says so, and goes on with the next link', async () => {
    const core = new FakeCore();
    core.contexts.reset([contextOf('dev')]);
    const { contexts } = new App(core.wire);
    const seen = watch(() => ({ status: contexts.status, names: contexts.values.map(({ name }) => name) }));
    await vi.waitFor(() => expect(seen.now.status.state).toBe('live'));
    core.cut();
    await vi.waitFor(() => expect(seen.now.status).toMatchObject({ state: 'stale', failure: { code: 'wire-lost' } }));
    expect(seen.now.names).toEqual(['dev']);
    core.contexts.reset([contextOf('prod')]);
    core.connect();
    await vi.waitFor(() => expect(seen.now).toEqual({ status: { state: 'live' }, names: ['prod'] }));
  });

  test('tells since when its data is old, and when it no longer is', async () => {
    const core = new FakeCore();
    const { contexts } = new App(core.wire);
    const status = watch(() => contexts.status);
    const timeout = failure('timeout', { server: 's', seconds: 10 });
    await vi.waitFor(() => expect(status.now.state).toBe('live'));
    core.contexts.stale(5, timeout);
    await vi.waitFor(() => expect(status.now).toEqual({ state: 'stale', since: 5, failure: timeout }));
    core.contexts.set(contextOf('dev'));
    await vi.waitFor(() => expect(status.now.state).toBe('live'));
  });

  test('says what the core refuses', async () => {
    const core = new FakeCore();
    const unknown = failure('context-unknown', { context: 'x', known: 'dev' });
    core.services.of('x').refuse(unknown);
    const app = new App(core.wire);
    const status = watch(() => app.services('x').status);
    await vi.waitFor(() => expect(status.now).toEqual({ state: 'failed', failure: unknown }));
  });

  test('is fed only while something reads it, and gives credit for every batch', async () => {
    const core = new FakeCore();
    const { contexts } = new App(core.wire);
    expect(core.contexts.feeds).toBe(0);
    watch(() => contexts.values);
    await vi.waitFor(() => expect(core.contexts.feeds).toBe(1));
    await vi.waitFor(() => expect(core.calls.some(([name]) => name === 'taken')).toBe(true));
    for (const stop of stops.splice(0)) stop();
    await vi.waitFor(() => expect(core.contexts.feeds).toBe(0));
  });
});

describe('a call', () => {
  test('that fails becomes a notice', async () => {
    const app = new App(new FakeCore().wire);
    const ref = { context: 'dev', namespace: 'shop', name: 'web', port: 80 };
    await app.attempt((client) => client.forwards.start(ref));
    expect(app.notice).toEqual({ tone: 'failed', text: failure('service-gone', { namespace: 'shop', name: 'web' }) });
  });

  test('does not wait for ever on a link that is lost', async () => {
    const core = new FakeCore();
    const app = new App(core.wire);
    const never = app.attempt(() => new Promise(() => undefined));
    core.cut();
    await never;
    expect(app.notice?.tone).toBe('failed');
  });
});
