import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { Kubelet } from '../kubelet.ts';
import type { Store } from '../store.ts';
import { StatusError } from '../status-error.ts';

/** One request, on its way to its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly store: Store;
  readonly kubelet: Kubelet;
  readonly clock: Clock;
  readonly form: AnswerForm;
  /** Warnings for the answer's headers. */
  readonly warnings: string[];
}

export type AnswerForm = 'json' | 'yaml' | 'table';

export function sendJson({ response, warnings }: Exchange, body: unknown, code = 200): void {
  for (const [index, text] of warnings.entries())
    if (warnings.indexOf(text) === index) response.appendHeader('Warning', `299 - ${JSON.stringify(text)}`);
  sendText(response, { code, type: 'application/json', text: `${JSON.stringify(body)}\n` });
}

export function sendText(
  response: ServerResponse,
  {
    code = 200,
    type = 'text/plain; charset=utf-8',
    text,
  }: { readonly code?: number; readonly type?: string; readonly text: string },
): void {
  response.writeHead(code, {
    'Cache-Control': 'no-cache, private',
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const status = error instanceof StatusError ? error : new StatusError({ code: 500, message: messageOf(error) });
  const retry = { 429: '1', 504: '1' }[status.code];
  if (retry !== undefined) response.setHeader('Retry-After', retry);
  sendText(response, { code: status.code, type: 'application/json', text: `${JSON.stringify(status.body)}\n` });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const PLAIN = new Set(['application/json', 'application/*', '*/*']);

/** The first form that the client takes and the server has. Protobuf is not among them: every client takes JSON, too. */
export function formOf(accept: string | undefined, isTablePossible: boolean): AnswerForm {
  for (const one of (accept ?? '*/*').split(',')) {
    const [type = '', ...parameters] = one.split(';').map((part) => part.trim());
    const as = parameters.find((parameter) => parameter.startsWith('as='));
    if (as === 'as=Table' && isTablePossible && parameters.includes('v=v1')) return 'table';
    if (as !== undefined) continue;
    if (PLAIN.has(type)) return 'json';
    if (type === 'application/yaml') return 'yaml';
  }
  const message =
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, ' +
    'application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  throw new StatusError({ code: 406, reason: 'NotAcceptable', message, details: {} });
}
