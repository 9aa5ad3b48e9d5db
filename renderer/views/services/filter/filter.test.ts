import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceRow } from '../../../../shared/model/service.ts';
import { rowOf } from '../testing/rows.ts';
import { matches } from './match.ts';
import { parseFilter } from './parse.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
const web = rowOf('prod/shop/web', {
  ports: [
    { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http', nodePort: 30080, appProtocol: 'kubernetes.io/h2c' },
  ],
  endpoints: { ready: 2, notReady: 1, terminating: 0, total: 3 },
  labels: { tier: 'web', team: 'a b' },
  created: '2026-01-09T00:00:00Z',
});
const rates = rowOf('dev/shop/rates', { type: 'ExternalName', externalName: 'api.rates.example', clusterIPs: [] });
const lobby = rowOf('dev/game/lobby', {
  type: 'LoadBalancer',
  pending: true,
  endpoints: { ready: 0, notReady: 0, terminating: 0, total: 0 },
});

function shown(filter: string, forwarded: readonly ServiceRow[] = []): string[] {
  const parsed = parseFilter(filter);
  return [web, rates, lobby]
    .filter((row) => matches(parsed, { row, cluster: `${row.context}-eu`, forwarded: forwarded.includes(row), now }))
    .map(({ name }) => name);
}

describe('the filter language', () => {
  test.each([
    ['', ['web', 'rates', 'lobby']],
    ['web', ['web']],
    ['RATES', ['rates']],
    ['shop', ['web', 'rates']],
    ['shop -rates', ['web']],
    ['ns:shop,game', ['web', 'rates', 'lobby']],
    ['-ns:sh*', ['lobby']],
    ['name:~e', ['web', 'rates']],
    ['name:we', []],
    ['cl:dev-eu', ['rates', 'lobby']],
    ['type:lb,en', ['rates', 'lobby']],
    ['port:80 name:web', ['web']],
    ['port:>1000', []],
    ['nodeport:>=30080', ['web']],
    ['target:http', ['web']],
    ['app:kubernetes.io/h2c', ['web']],
    ['ready:<3 ready:>0', ['web']],
    ['ready:some', ['web']],
    ['ready:none', ['lobby']],
    ['ready:0', ['lobby']],
    ['eps:3', ['web']],
    ['host:*.example', ['rates']],
    ['label:tier=web', ['web']],
    ['label:"team=a b"', ['web']],
    ['label:tier', ['web']],
    ['age:<2d', ['web']],
    ['is:pending', ['lobby']],
    ['is:broken', ['lobby']],
    ['fwd:no', ['web', 'rates', 'lobby']],
  ])('%s', (filter, names) => {
    expect(shown(filter)).toEqual(names);
  });

  test('fwd:yes finds what is forwarded', () => {
    expect(shown('fwd:yes', [lobby])).toEqual(['lobby']);
  });

  test.each(['nothing:1', 'port:many', 'age:<soon', 'ready:~2', 'is:odd', 'name:', 'ns:,'])(
    '%s is called bad, and the rest applies',
    (term) => {
      expect(parseFilter(`${term} web`)).toMatchObject({ bad: [term], terms: [{ text: 'web' }] });
      expect(shown(`${term} web`)).toEqual(['web']);
    },
  );

  test('an asterisk in quotes is an asterisk', () => {
    expect(shown('name:"we*"')).toEqual([]);
  });

  test('whatever is typed, a term either counts or is named as bad', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { terms, bad } = parseFilter(text);
        const words = text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
        expect(terms.length + bad.length).toBe(words.length);
        for (const row of [web, rates]) matches({ terms, bad }, { row, cluster: 'c', forwarded: false, now });
      }),
    );
  });

  test('a negated term shows exactly the rows that it hides otherwise', () => {
    fc.assert(
      fc.property(fc.constantFrom('web', 'ns:shop', 'type:lb', 'ready:some', 'port:80'), (term) => {
        expect([...shown(term), ...shown(`-${term}`)].toSorted()).toEqual(shown('').toSorted());
      }),
    );
  });
});
