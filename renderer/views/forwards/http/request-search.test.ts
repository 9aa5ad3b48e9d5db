import { expect, test } from 'vitest';
import { failure } from '../../../../shared/failure.ts';
import type { RequestEntry } from '../../../../shared/model/http.ts';
import { requestGlyph, searchRequests } from './request-search.ts';

function entryOf(key: string, fields: Partial<RequestEntry> = {}): RequestEntry {
  const bytes = { in: 0, out: 0 };
  return { key, at: 0, method: 'GET', path: '/cart', status: 200, pod: 'web-a', ms: 1, bytes, retried: 0, ...fields };
}

test('every word has to be in the method, path, status or Pod, and the newest comes first', () => {
  const entries = [entryOf('1'), entryOf('2', { method: 'POST', status: 503 }), entryOf('3', { path: '/pay' })];
  const found = (text: string): string[] => searchRequests(entries, text).map(({ key }) => key);
  expect(found('')).toEqual(['3', '2', '1']);
  expect(found('cart')).toEqual(['2', '1']);
  expect(found(' post  50')).toEqual(['2']);
  expect(found('web-a get')).toEqual(['3', '1']);
  expect(found('delete')).toEqual([]);
});

test('the shape says how it went', () => {
  const shape = (fields: Partial<RequestEntry>) => requestGlyph(entryOf('1', fields));
  expect([101, 204, 304].map((status) => shape({ status }))).toEqual(['ready', 'ready', 'ready']);
  expect(shape({ status: 404 })).toBe('warn');
  expect(shape({ status: 500 })).toBe('bad');
  expect(shape({ failure: failure('pod-gone', { pod: 'a' }) })).toBe('bad');
  expect(shape({ running: true })).toBe('unknown');
});
