import { stringify } from 'yaml';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { Kubelet } from '../kubelet.ts';
import type { Store } from '../store.ts';
import { StatusError } from '../../api-rules/status-error.ts';

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

/** What a request gets; 200 unless told. */
export interface Answer {
  readonly body: object;
  readonly code?: number;
}

export type AnswerForm = 'json' | 'yaml' | 'table' | 'metadata';

export function writeWarnings({ response, warnings }: Pick<Exchange, 'response' | 'warnings'>): void {
  for (const text of new Set(warnings)) response.appendHeader('Warning', `299 - ${JSON.stringify(text)}`);
}

export function send({ response, warnings, form }: Exchange, { body, code = 200 }: Answer): void {
  writeWarnings({ response, warnings });
  if (form === 'yaml') sendText(response, { code, type: 'application/yaml', text: stringify(body) });
  else sendText(response, { code, type: 'application/json', text: `${JSON.stringify(body)}\n` });
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
const MEDIA = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/**
 * The first form that the client takes and the server has. Protobuf is not among them: every client takes JSON, too.
 * Objects can be had as tables and as metadata alone.
 */
export function formOf(accept: string | undefined, isConvertible: boolean): AnswerForm {
  let isNear = false;
  for (const one of (accept ?? '*/*').split(',')) {
    const [type = '', ...parameters] = one.split(';').map((part) => part.trim());
    const as = parameters.find((parameter) => parameter.startsWith('as='));
    if (as !== undefined) {
      isNear ||= type === 'application/json';
      const form = CONVERTED[as];
      if (form && isConvertible && parameters.includes('v=v1')) return form;
    } else if (PLAIN.has(type)) return 'json';
    else if (type === 'application/yaml') return 'yaml';
  }
  const details = isNear ? {} : { details: {} };
  const message = isNear
    ? `only the following media types are accepted: ${MEDIA}`
    : `406: Not Acceptable\n\nAvailable representations: ${MEDIA}, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch`;
  throw new StatusError({ code: 406, reason: 'NotAcceptable', message, ...details });
}

const CONVERTED: Readonly<Record<string, AnswerForm>> = {
  'as=Table': 'table',
  'as=PartialObjectMetadata': 'metadata',
  'as=PartialObjectMetadataList': 'metadata',
};
