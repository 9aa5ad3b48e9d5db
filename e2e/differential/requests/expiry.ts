import { simple } from '../harness/objects.ts';
import { forget, get, merge, post, watch } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';

const list = get('services?limit=1', { keep: { rv: 'metadata.resourceVersion', next: 'metadata.continue' } });

/** The server forgets in the midst of it, for all who ask: these go alone. */
export const expiries: readonly Scenario[] = [
  {
    name: 'a watch and a page from before the server lost its past',
    steps: [
      post('services', simple('a')),
      post('services', simple('b')),
      list,
      merge('services/a', { metadata: { labels: { x: '1' } } }),
      forget,
      watch('services?watch=1&resourceVersion={rv}', 2, []),
      get('services?limit=1&continue={next}', { keep: { next: 'metadata.continue' } }),
      get('services?limit=1&continue={next}'),
      get('services?resourceVersion={rv}&resourceVersionMatch=Exact'),
      get('services?resourceVersion={rv}&resourceVersionMatch=NotOlderThan'),
      get('services?limit=1', { keep: { rv: 'metadata.resourceVersion' } }),
      watch('services?watch=1&resourceVersion={rv}', 1, [post('services', simple('c'))]),
    ],
  },
];
