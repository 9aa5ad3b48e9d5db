import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRoute, home, parseRoute, tabs, type Route } from './route.ts';

const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record(
    {
      view: fc.constant('services' as const),
      q: fc.string(),
      ns: fc.string(),
      sort: fc.string(),
      // The keys of contexts are their names, encoded.
      scope: fc.array(word.map(encodeURIComponent), { minLength: 1 }),
    },
    { requiredKeys: ['view', 'q', 'ns', 'sort'] },
  ),
  fc.record(
    {
      view: fc.constant('service' as const),
      context: word,
      namespace: word,
      name: word,
      tab: fc.constantFrom(...tabs),
      port: fc.integer({ min: 1, max: 65_535 }),
      ep: word,
    },
    { requiredKeys: ['view', 'context', 'namespace', 'name', 'tab'] },
  ),
  fc.record({ view: fc.constant('forwards' as const), key: word, q: word }, { requiredKeys: ['view'] }),
  fc.record({ view: fc.constant('problems' as const), q: fc.string() }),
  fc
    .record(
      { view: fc.constant('nodes' as const), q: fc.string(), sort: word, context: word, node: word },
      { requiredKeys: ['view', 'q'] },
    )
    .filter(({ context, node }) => (context === undefined) === (node === undefined)),
  fc.record({ view: fc.constant('costs' as const), q: word, sort: word }, { requiredKeys: ['view'] }),
  fc.record({ view: fc.constant('clusters' as const), q: word }, { requiredKeys: ['view'] }),
  fc.constant<Route>({ view: 'settings' }),
);

test('a link leads to where it was made', () => {
  fc.assert(
    fc.property(route, (one) => {
      expect(parseRoute(formatRoute(one))).toEqual(one);
    }),
  );
});

test.each(['', '#', '#/'])('%j is home', (hash) => {
  expect(parseRoute(hash)).toEqual(home);
});

test.each(['#/harbours', '#/s/dev/shop', '#/s/dev/shop/web/nothing', '#/%E0%A4%A'])('%s is no place', (hash) => {
  expect(parseRoute(hash)).toBeUndefined();
});

test('a Service opens on its chart', () => {
  expect(parseRoute('#/s/dev/shop/web')).toMatchObject({ view: 'service', tab: 'chart' });
});
