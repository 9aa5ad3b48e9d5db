import { request, type IncomingMessage } from 'node:http';
import type { Line } from './line.ts';
import type { RequestBody } from './request-body.ts';

/** A head may be so long, either way. Browsers send up to 100 KB of cookies; most apps take 8 to 16. */
export const LONGEST_HEAD = 64 * 1024;

export interface Question {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: RequestBody;
  /** Gives the question up. */
  readonly signal: AbortSignal;
  /** The app is ready to take the body, or says something else before its answer. */
  readonly onInterim: (status: number, headers: NodeJS.Dict<string | string[]>) => void;
}

/** Asks over a line; resolves with the answer's head, rejects when none came. */
export function ask(line: Line, question: Question): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, target, headers, body, signal, onInterim } = question;
    const asked = request({
      agent: line,
      method,
      path: target,
      headers,
      setHost: false,
      maxHeaderSize: LONGEST_HEAD,
      signal,
    });
    // Dropping headers from some number on would make another request of it.
    asked.maxHeadersCount = 0;
    asked.once('response', (answer) => {
      // It may break off before anybody has looked at it.
      answer.on('error', () => undefined);
      resolve(answer);
    });
    asked.on('information', ({ statusCode, headers: early }) => onInterim(statusCode, early));
    // A line that fails after the answer's head is the answer's trouble, and heard of there.
    asked.on('error', reject);
    asked.once('upgrade', (_answer, socket) => {
      socket.destroy();
      reject(new Error('switched protocols unasked'));
    });
    // The head must not wait for a body that waits for the app to ask for it.
    asked.flushHeaders();
    body.attach(asked);
  });
}
