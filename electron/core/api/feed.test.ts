import { expect, test } from 'vitest';
import { applyChange, type Change } from '../../../shared/change.ts';
import { failure } from '../../../shared/failure.ts';
import { LiveMap } from '../live.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Credits, feed } from './feed.ts';

interface Item {
  readonly key: string;
  readonly n: number;
}

function setup() {
  const source = new LiveMap<Item>();
  const credits = new Credits();
  const clock = new FakeClock();
  const abort = new AbortController();
  const changes = feed(source, { id: 'f', credits, clock, signal: abort.signal });
  return { source, credits, clock, abort, changes };
}

async function next(changes: AsyncGenerator<Change<Item>>): Promise<Change<Item> | undefined> {
  const next: IteratorResult<Change<Item>, undefined> = await changes.next();
  return next.done ? undefined : next.value;
}

test('everything comes first, then only what changed', async () => {
  const { source, clock, changes } = setup();
  source.reset([{ key: 'a', n: 1 }]);
  expect(await next(changes)).toEqual({ t: 'reset', items: [{ key: 'a', n: 1 }] });

  const later = next(changes);
  source.update({ upserts: [{ key: 'b', n: 1 }] });
  source.update({ upserts: [{ key: 'b', n: 2 }], removes: ['a'] });
  await clock.advance(50);
  expect(await later).toEqual({ t: 'patch', upserts: [{ key: 'b', n: 2 }], removes: ['a'] });
});

test('nothing is said while the source loads, and its first items are not held back', async () => {
  const { source, changes } = setup();
  const first = next(changes);
  source.update({ upserts: [{ key: 'a', n: 1 }] });
  expect(await first).toEqual({ t: 'reset', items: [{ key: 'a', n: 1 }] });
});

test('stale comes after the items, and an empty patch says that all is up to date again', async () => {
  const { source, clock, changes, credits } = setup();
  source.reset([{ key: 'a', n: 1 }]);
  await next(changes);
  credits.taken('f');
  const why = failure('timeout', { server: 's', seconds: 10 });
  const stale = next(changes);
  source.mark({ state: 'stale', since: 7, failure: why });
  await clock.advance(50);
  expect(await stale).toEqual({ t: 'stale', since: 7, failure: why });
  credits.taken('f');
  const fresh = next(changes);
  source.mark({ state: 'live' });
  await clock.advance(50);
  expect(await fresh).toEqual({ t: 'patch', upserts: [], removes: [] });
});

test('a window that takes nothing gets two batches, and the final state once it takes again', async () => {
  const { source, clock, changes, credits } = setup();
  source.reset([]);
  await next(changes);
  const second = next(changes);
  source.update({ upserts: [{ key: 'a', n: 1 }] });
  await clock.advance(50);
  await second;

  let third: Change<Item> | undefined;
  const waiting = next(changes).then((change) => (third = change));
  for (let n = 2; n <= 100; n++) source.update({ upserts: [{ key: 'a', n }] });
  await clock.advance(1000);
  expect(third).toBeUndefined();
  credits.taken('f');
  await waiting;
  expect(third).toEqual({ t: 'patch', upserts: [{ key: 'a', n: 100 }], removes: [] });
});

test('the end of the link ends the feed and its subscription', async () => {
  const { source, abort, changes } = setup();
  source.reset([]);
  await next(changes);
  const end = next(changes);
  abort.abort();
  expect(await end).toBeUndefined();
});

test('changes applied in order give the source, whatever was coalesced', async () => {
  const { source, clock, changes, credits, abort } = setup();
  const mirror = new Map<string, Item>();
  source.reset([]);
  const reader = (async () => {
    for await (const change of changes) {
      applyChange(mirror, change);
      credits.taken('f');
    }
  })();
  for (let n = 0; n < 200; n++) {
    const key = String((n * 7) % 13);
    if (n % 5 === 0) source.update({ removes: [key] });
    else source.update({ upserts: [{ key, n }] });
    if (n % 20 === 0) await clock.advance(50);
    if (n === 120) source.reset([{ key: '1', n: -1 }]);
  }
  await clock.advance(500);
  abort.abort();
  await reader;
  expect(mirror).toEqual(source.items);
});
