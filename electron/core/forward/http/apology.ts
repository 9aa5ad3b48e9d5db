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
  const status = statusOf(failure);
  const words = { service, sentence: sentence(failure) };
  const text =
    status === 421 ? words.sentence : status === 502 ? m.http_answer_failed(words) : m.http_answer_none(words);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text) + 1,
    'Cache-Control': 'no-store',
    ...(status === 503 && { 'Retry-After': '1' }),
    // What is left of the request's body is nobody's any more.
    ...(!response.req.complete && { Connection: 'close' }),
  });
  response.end(`${text}\n`);
  return status;
}

function statusOf({ code }: Failure): 421 | 502 | 503 {
  if (code === 'forward-host') return 421;
  return failing.has(code) ? 502 : 503;
}
