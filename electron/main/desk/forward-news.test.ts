import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardState, ForwardView } from '../../../shared/model/forward.ts';
import { ForwardNews, WORTH_A_WORD } from './forward-news.ts';

const why = failure('none-ready', { service: 'shop/web', total: 2 });
const listening: ForwardState = { state: 'listening' };
const holding: ForwardState = { state: 'holding', failure: why };

const forward = (state: ForwardState): ForwardView => ({
  key: 'web',
  spec: { context: 'dev', namespace: 'shop', name: 'web', port: 80 },
  state,
  local: { port: 8080, addresses: ['127.0.0.1'], wanted: 8080 },
  policy: 'round-robin',
  connections: { live: 0, waiting: 0, total: 0, failed: 0 },
  bytes: { in: 0, out: 0 },
  answers: { total: 0 },
  endpoints: [],
  log: [],
});

const lost = { what: 'lost', service: 'shop/web', address: 'localhost:8080', failure: why };
const regained = { what: 'regained', service: 'shop/web', address: 'localhost:8080' };

it('says nothing of a forward that is back soon', () => {
  const news = new ForwardNews();
  expect(news.take([forward(holding)], 0)).toEqual([]);
  expect(news.nextAt).toBe(WORTH_A_WORD);
  expect(news.take([forward(listening)], WORTH_A_WORD - 1)).toEqual([]);
  expect(news.nextAt).toBeUndefined();
});

it('says once that a forward is lost, and once that it is back', () => {
  const news = new ForwardNews();
  news.take([forward(holding)], 0);
  expect(news.take([forward(holding)], WORTH_A_WORD)).toEqual([lost]);
  expect(news.nextAt).toBeUndefined();
  expect(news.take([forward(holding)], WORTH_A_WORD * 2)).toEqual([]);
  expect(news.take([forward({ state: 'starting' })], WORTH_A_WORD * 2)).toEqual([]);
  expect(news.take([forward(listening)], WORTH_A_WORD * 3)).toEqual([regained]);
  expect(news.take([forward(listening)], WORTH_A_WORD * 4)).toEqual([]);
});

it('says nothing of a forward that comes and goes, for five minutes', () => {
  const news = new ForwardNews();
  news.take([forward(holding)], 0);
  news.take([forward(holding)], WORTH_A_WORD);
  news.take([forward(listening)], 40_000);
  news.take([forward(holding)], 50_000);
  expect(news.take([forward(holding)], 90_000)).toEqual([]);
  expect(news.take([forward(listening)], 100_000)).toEqual([]);
  news.take([forward(holding)], 400_000);
  expect(news.take([forward(holding)], 430_000)).toEqual([lost]);
});

it('forgets a forward that was stopped', () => {
  const news = new ForwardNews();
  news.take([forward(holding)], 0);
  news.take([], 1);
  expect(news.nextAt).toBeUndefined();
  expect(news.take([forward(holding)], WORTH_A_WORD)).toEqual([]);
});

it('takes a pause for what a person wants, not for a return', () => {
  const news = new ForwardNews();
  news.take([forward(holding)], 0);
  news.take([forward(holding)], WORTH_A_WORD);
  expect(news.take([forward({ state: 'paused' })], WORTH_A_WORD + 1)).toEqual([]);
});
