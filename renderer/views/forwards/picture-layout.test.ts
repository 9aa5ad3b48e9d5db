import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardEndpoint } from '../../../shared/model/forward.ts';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { pictureLayout } from './picture-layout.ts';

const endpoint = (key: string, state: ForwardEndpoint['state'] = 'ready') => forwardEndpoint(key, { state });
const shares = new Map([
  ['a', { share: 0.25, rate: 1 }],
  ['b', { share: 0.75, rate: 3 }],
]);

it('puts those that may get connections on top by name, and the others below', () => {
  const endpoints = [
    endpoint('n', 'not-ready'),
    endpoint('d', 'draining'),
    endpoint('s', 'aside'),
    endpoint('a'),
    endpoint('b'),
  ];
  const { rows, equal } = pictureLayout(forwardView({ endpoints }), shares, 1096);
  expect(rows.map((row) => row.endpoint.key)).toEqual(['a', 'b', 's', 'd', 'n']);
  expect(rows.map(({ width }) => width)).toEqual([1.3, 3.8, 1.2, 1.2, 1.2]);
  expect(equal).toBe(0.5);
});

it('draws no course on while it holds', () => {
  const state = { state: 'holding', failure: failure('no-endpoints', { service: 'shop/web' }) } as const;
  const { rows, waves } = pictureLayout(forwardView({ endpoints: [endpoint('a')], state }), shares, 1096);
  expect(waves).toHaveLength(1);
  expect(rows.map(({ path }) => path)).toEqual(['']);
});

it('shows forty endpoints and counts the rest', () => {
  const endpoints = Array.from({ length: 50 }, (_, index) => endpoint(`e${index}`));
  const { rows, more } = pictureLayout(forwardView({ endpoints }), new Map(), 1096);
  expect([rows.length, more]).toEqual([40, 10]);
  const busy = pictureLayout(forwardView({ endpoints }), new Map([['e9', { share: 1, rate: 1 }]]), 1096).rows;
  expect(busy.map(({ endpoint: { key } }) => key).at(-1)).toBe('e9');
});
