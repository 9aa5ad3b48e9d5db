import { expect, test } from 'vitest';
import { rowOf } from '../testing/rows.ts';
import { suggest } from './suggest.ts';

const rows = [
  rowOf('prod/shop/web', { endpoints: { ready: 1, notReady: 1, terminating: 0, total: 2 } }),
  rowOf('prod/shop/api', { ports: [{ protocol: 'TCP', port: 443, targetPort: 443 }] }),
  rowOf('prod/game/lobby', { labels: { team: 'a b' }, type: 'LoadBalancer' }),
];
const subjects = () => rows.map((row) => ({ row, cluster: 'prod-eu', forwarded: false, now: 0 }));
const options = (text: string, caret = text.length): string[] =>
  suggest(text, caret, subjects).options.map(
    ({ text: option, count }) => `${option}${count === undefined ? '' : ` ${count}`}`,
  );

test.each([
  ['n', ['name:', 'ns:', 'nodeport:']],
  ['ns:', ['ns:shop 2', 'ns:game 1']],
  ['-ns:sh', ['-ns:shop 2']],
  ['port:', ['port:80 2', 'port:443 1']],
  ['ready:', ['ready:some 1']],
  ['label:team=', ['label:"team=a b" 1']],
  ['web ', []],
  ['age:', []],
  ['port:>1', []],
  ['zzz', []],
])('%j', (text, expected) => {
  const some = text === 'n' ? options(text).slice(0, 3) : options(text);
  expect(some).toEqual(expected);
});

test('the term under the caret is meant, not the last one', () => {
  expect(suggest('ns:s web', 4, subjects)).toMatchObject({
    start: 0,
    end: 4,
    options: [{ text: 'ns:shop', count: 2 }],
  });
});
