import type { ServerResponse } from 'node:http';
import type { Failure, FailureCode } from '../../../../shared/failure.ts';
import { m } from '../../../../shared/paraglide/messages.js';
import { sentence } from '../../../../shared/sentence.ts';

/** An endpoint was there, and it or the way to it failed: a bad gateway. All else is a Service that is not available. */
const failing: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'pod-refused',
  'pod-gone',
  'forward-failed',
  'stream-cut',
  'bug',
]);

/** Tells a client in plain words why there is no answer and what to do; returns the status that says so. */
export function apologise(response: ServerResponse, failure: Failure, service: string): number {
  const isFailing = failing.has(failure.code);
  const status = isFailing ? 502 : 503;
  const words = { service, sentence: sentence(failure) };
  const text = isFailing ? m.http_answer_failed(words) : m.http_answer_none(words);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text) + 1,
    'Cache-Control': 'no-store',
    ...(!isFailing && { 'Retry-After': '1' }),
    // What is left of the request's body is nobody's any more.
    ...(!response.req.complete && { Connection: 'close' }),
  });
  response.end(`${text}\n`);
  return status;
}
