import { simple } from '../harness/objects.ts';
import { del, get, jsonPatch, merge, post, watch } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';

const now = get('services', { keep: { rv: 'metadata.resourceVersion' } });
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

/** In a namespace of its own each watch hears of nothing but what happens in `during`. */
export const watches: readonly Scenario[] = [
  {
    name: 'a watch from now hears create, change and delete',
    steps: [
      post('services', simple('old')),
      now,
      watch('services?watch=1&resourceVersion={rv}', 5, [
        post('services', simple('a')),
        merge('services/a', { metadata: { labels: { x: '1' } } }),
        merge('services/a', { metadata: { labels: { x: '1' } } }),
        merge('services/a/status', { status: { loadBalancer: {} } }),
        post('services?dryRun=All', simple('dry')),
        merge('services/old', { spec: { type: 'NodePort' } }),
        del('services/a'),
        del('services/old'),
      ]),
    ],
  },
  {
    name: 'a watch without a resourceVersion begins with what is there',
    steps: [
      post('services', simple('a')),
      post('services', simple('b')),
      watch('services?watch=true', 3, [post('services', simple('c'))]),
      watch('services?watch=true&resourceVersion=0', 4, [post('services', simple('d'))]),
    ],
  },
  {
    name: 'a watch goes on where another ended, with all that was missed',
    steps: [
      post('services', simple('a')),
      now,
      merge('services/a', { metadata: { labels: { x: '1' } } }),
      merge('services/a', { metadata: { labels: { x: '2' } } }),
      del('services/a'),
      post('services', simple('a')),
      watch('services?watch=1&resourceVersion={rv}', 4, []),
    ],
  },
  {
    name: 'a finalizer makes a deletion a change first',
    steps: [
      post('services', simple('a', {}, { finalizers: ['example.com/hold'] })),
      now,
      watch('services?watch=1&resourceVersion={rv}', 2, [
        del('services/a'),
        merge('services/a', { metadata: { finalizers: null } }),
      ]),
    ],
  },
  {
    name: 'a watch by label hears objects come in and go out',
    steps: [
      post('services', simple('a', {}, { labels: { x: '1' } })),
      post('services', simple('b')),
      now,
      watch('services?watch=1&labelSelector=x%3D1&resourceVersion={rv}', 4, [
        merge('services/b', { metadata: { labels: { x: '1' } } }),
        merge('services/a', { metadata: { labels: { y: '2' } } }),
        merge('services/a', { metadata: { labels: { x: null } } }),
        merge('services/a', { metadata: { labels: { z: '3' } } }),
        del('services/a'),
        del('services/b'),
      ]),
    ],
  },
  {
    name: 'a watch of one object',
    steps: [
      post('services', simple('a')),
      post('services', simple('b')),
      now,
      watch('services?watch=1&fieldSelector=metadata.name%3Db&resourceVersion={rv}', 2, [
        jsonPatch('services/a', [{ op: 'replace', path: '/spec/type', value: 'NodePort' }]),
        jsonPatch('services/b', [{ op: 'replace', path: '/spec/type', value: 'NodePort' }]),
        del('services/b'),
      ]),
    ],
  },
  {
    name: 'a watch in tables',
    steps: [
      post('services', simple('a')),
      now,
      watch(
        'services?watch=1&resourceVersion={rv}',
        3,
        [post('services', simple('b')), merge('services/b', { spec: { type: 'NodePort' } }), del('services/b')],
        table,
      ),
    ],
  },
  {
    name: 'a watch that lists first, and says where the list ends',
    steps: [
      post('services', simple('a')),
      post('services', simple('b')),
      watch(
        'services?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=&allowWatchBookmarks=true',
        4,
        [post('services', simple('c'))],
      ),
    ],
  },
  {
    name: 'a watch gets a bookmark before its time is over',
    steps: [
      post('services', simple('a')),
      now,
      watch('services?watch=1&resourceVersion={rv}&allowWatchBookmarks=true&timeoutSeconds=5', 1, []),
    ],
  },
  {
    name: 'a watch ends when its time is over, without a bookmark that nobody asked for',
    steps: [now, watch('services?watch=1&resourceVersion={rv}&timeoutSeconds=1', 9, [])],
  },
  {
    name: 'a watch of what is not there',
    steps: [
      watch('services?watch=1&resourceVersion=nonsense', 9, []),
      watch('services?watch=1&resourceVersion=999999999999&timeoutSeconds=1', 9, []),
      watch('/api/v1/namespaces/{ns}/nothings?watch=1', 9, []),
      watch('/api/v1/watch/namespaces/{ns}/services?timeoutSeconds=1', 9, []),
    ],
  },
];
