import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../../../shared/failure.ts';
import { reset } from '../relay.ts';
import type { Answered } from './exchange.ts';
import { headLength, responseHeaders } from './headers.ts';
import { pairsOf } from './request-body.ts';

/** Hears how many bytes come from the app. */
export interface Arrivals {
  readonly onHead: (bytes: number) => void;
  readonly onBody: (bytes: number) => void;
}

/**
 * Gives an answer to the client as it comes, no faster than the client takes it. Resolves when the client has it whole;
 * rejects, and cuts the connection, when it broke off: half an answer must not look like one.
 */
export async function deliver(
  { answer, line, candidate }: Answered,
  response: ServerResponse,
  { onHead, onBody }: Arrivals,
): Promise<void> {
  try {
    onHead(begin(answer, response));
    await new Promise<void>((resolve, reject) => {
      answer.on('data', (chunk: Buffer) => {
        onBody(chunk.length);
        if (response.write(chunk)) return;
        answer.pause();
        response.once('drain', () => answer.resume());
      });
      answer.once('end', () => {
        // A line that broke ends too, which is as much as some answers have for an end.
        const { errored } = line.stream;
        if (errored) return reject(errored);
        if (response.chunkedEncoding && answer.rawTrailers.length > 0)
          response.addTrailers(pairsOf(answer.rawTrailers));
        response.end();
      });
      answer.once('error', (error) => reject(line.stream.errored ?? error));
      if (answer.destroyed && !answer.readableEnded) reject(line.stream.errored ?? new Error('closed'));
      response.once('finish', resolve);
      response.once('close', resolve);
    });
  } catch (error) {
    if (response.socket) reset(response.socket);
    const { namespace, pod } = candidate;
    const detail = error instanceof Error ? error.message : String(error);
    throw fail('forward-failed', { pod: `${namespace}/${pod}`, detail: `the answer broke off (${detail})` }, error);
  } finally {
    // What was not read to its end keeps the line from the next request.
    if (!answer.readableEnded) line.close();
  }
}

/** Returns the length of the head. */
function begin(answer: IncomingMessage, response: ServerResponse): number {
  const { statusCode = 502, statusMessage = '', rawHeaders } = answer;
  const { httpVersion, method } = response.req;
  const isChunked = answer.headers['transfer-encoding'] !== undefined;
  const hasBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
  response.sendDate = false;
  response.writeHead(
    statusCode,
    statusMessage,
    responseHeaders(rawHeaders, { trailers: isChunked && hasBody && httpVersion === '1.1' }),
  );
  // An event stream's head must not wait for its first event.
  response.flushHeaders();
  return headLength(`HTTP/1.1 ${statusCode} ${statusMessage}`, rawHeaders);
}
