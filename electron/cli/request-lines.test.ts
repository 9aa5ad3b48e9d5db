import { expect, test } from 'vitest';
import { failure } from '../../shared/failure.ts';
import { textLine } from './request-lines.ts';

const entry = { key: '1', at: 0, method: 'GET', path: '/cart', ms: 12, bytes: { in: 4120, out: 0 }, retried: 0 };

test('a request is one line, with what went wrong at its end', () => {
  expect(textLine({ ...entry, status: 200, pod: 'web-a' })).toBe('00:00:00Z GET /cart 200 web-a 12 ms 4120 B');
  expect(textLine({ ...entry, retried: 2, failure: failure('pod-gone', { pod: 'web-a' }) })).toBe(
    '00:00:00Z GET /cart - - 12 ms 4120 B retried 2 web-a is gone.',
  );
});
