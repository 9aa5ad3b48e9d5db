import { z } from 'zod';
import { fail } from '../../../shared/failure.ts';
import type { AppError } from '../../../shared/failure.ts';
import { CutLine, StalledBody } from './body.ts';
import { NoAnswer } from './exchange.ts';
import { isoDate } from './tls.ts';

/** Who was asked for what, as far as messages name it. */
export interface Asked {
  readonly context: string;
  readonly server: string;
  readonly user: string;
  /** Without credentials; where the way led through one. */
  readonly proxy?: string | undefined;
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly path: string;
  readonly timeout: number;
}

/** An answer that is not what was asked for. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** Where it sends the caller instead. */
  readonly location?: string | undefined;
}

/** The failure that an HTTP answer stands for. */
export function fromAnswer(refusal: Refusal, asked: Asked): AppError {
  const { status, text, type } = refusal;
  const { server, user, resource } = asked;
  const { message: said, name } = wordsOf(text, type);
  if (status === 401) return fail('unauthenticated', { server, user });
  if (status >= 300 && status < 400) return fail('not-kubernetes', { server, detail: redirectWords(refusal) });
  if (status < 500 && isHtml(text, type)) return fail('not-kubernetes', { server, detail: pageWords(text, status) });
  switch (status) {
    case 400:
      if (said?.includes('HTTP request to an HTTPS server')) return fail('not-kubernetes', { server, detail: said });
      break;
    case 403:
      if (said === undefined || said.includes('User "') || isReading(asked.verb)) return forbidden(said ?? '', asked);
      break;
    case 404:
      return fail('not-found', { resource, name: name ?? nameIn(asked) });
    case 407:
      return fail('proxy-failed', { server, proxy: asked.proxy ?? '', detail: '407' });
    case 410:
      return fail('expired', { resource });
    default:
  }
  if (status >= 200 && status < 300)
    return fail('not-kubernetes', { server, detail: `${type || 'no type'}, not JSON` });
  return fail('server-error', { server, status, detail: said ?? (isHtml(text, type) ? pageWords(text, status) : '-') });
}

interface Words {
  readonly message?: string | undefined;
  /** Of the object that the answer is about. */
  readonly name?: string | undefined;
}

const statusObject = z.object({
  message: z.string().optional(),
  details: z.object({ name: z.string().optional() }).optional(),
});

/** The API server's own sentence: a Status' message, or plain text. */
function wordsOf(text: string, type: string): Words {
  if (type.includes('json')) {
    const { data } = statusObject.safeParse(parseJson(text));
    return { message: data?.message, name: data?.details?.name };
  }
  return isHtml(text, type) || text.trim() === '' ? {} : { message: text.trim().slice(0, 500) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Admission refuses changes with 403 as well: those are errors with a reason, not a lack of rights. */
function isReading(verb: string): boolean {
  return READING.has(verb);
}

/** The server's words win: with impersonation it may be the right to impersonate that is missing. */
function forbidden(said: string, asked: Asked): AppError {
  const [, user = asked.user] = /User "([^"]*)"/.exec(said) ?? [];
  const [, verb, resource] = /cannot (\S+) resource "([^"]+)"/.exec(said) ?? [];
  if (verb === undefined || resource === undefined) {
    return fail('forbidden', { user, verb: asked.verb, resource: asked.resource, scope: asked.namespace ?? '*' });
  }
  const [, namespace] = /in the namespace "([^"]*)"/.exec(said) ?? [];
  return fail('forbidden', { user, verb, resource, scope: namespace ?? '*' });
}

/** `/api/v1/namespaces/shop/pods/web/portforward?…` → `web`; a list's path ends with its kind. */
function nameIn({ path, resource }: Asked): string {
  const [plain = ''] = path.split('?');
  return decodeURIComponent(plain.split('/').at(resource.includes('/') ? -2 : -1) ?? '');
}

function isHtml(text: string, type: string): boolean {
  return type.includes('html') || /^\s*<(!doctype|html)\b/i.test(text);
}

function pageWords(text: string, status: number): string {
  const [, title] = /<title[^>]*>([^<]{1,80})/i.exec(text) ?? [];
  return title === undefined ? `${status}, HTML` : `${status}, HTML: ${title.trim()}`;
}

/** Only where to: the rest of the address may hold a credential. */
function redirectWords({ status, location }: Refusal): string {
  const origin = /^https?:\/\/[^/?#]+/i.exec(location ?? '')?.[0].replace(/\/\/.*@/, '//');
  return origin === undefined ? String(status) : `${status} → ${origin}`;
}

/** Whether an error is the network's, or the other side's; all others are Portolan's own. */
export function isTrouble(error: unknown): boolean {
  return [NoAnswer, StalledBody, CutLine].some((kind) => error instanceof kind) || hasText(error, 'code');
}

/** The failure that a connection which brought no answer, or not all of it, stands for. */
export function fromError(error: unknown, asked: Asked): AppError {
  const { server, proxy } = asked;
  const known = error instanceof NoAnswer ? error : undefined;
  const cause = known ? known.cause : error;
  if (known?.timedOut || cause instanceof StalledBody) {
    return fail('timeout', { server, seconds: Math.round(asked.timeout / 1000) }, cause);
  }
  if (known?.proxyStatus !== undefined) {
    return fail('proxy-failed', { server, proxy: proxy ?? '', detail: String(known.proxyStatus) }, cause);
  }
  const code = codeOf(cause);
  if (code === 'ERR_INVALID_CHAR') return fail('invalid', { detail: 'a header with control characters' }, cause);
  return (
    fromTls(code, { cause, asked, validTo: known?.serverValidTo }) ??
    fromConnection(code, { cause, asked, answered: known === undefined })
  );
}

interface TlsTrouble {
  readonly cause: unknown;
  readonly asked: Asked;
  readonly validTo: string | undefined;
}

const UNTRUSTED =
  /^(UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|DEPTH_ZERO|SELF_SIGNED|CERT_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)/;
const CLIENT_REFUSED = /^ERR_SSL_(TLSV\d+|SSLV3)_ALERT_.*(CERT|UNKNOWN_CA|ACCESS_DENIED)/;
const NO_TLS = /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/;

function fromTls(code: string, { cause, asked, validTo }: TlsTrouble): AppError | undefined {
  const { server, context } = asked;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const detail = hasText(cause, 'reason') ? cause.reason : code;
    return fail('tls-hostname', { server, detail }, cause);
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return fail('tls-server-expired', { server, date: validTo ? isoDate(new Date(validTo)) : '?' }, cause);
  }
  if (UNTRUSTED.test(code)) return fail('tls-untrusted', { server, detail: inWords(code) }, cause);
  if (CLIENT_REFUSED.test(code)) return fail('client-certificate-invalid', { context, detail: inWords(code) }, cause);
  if (NO_TLS.test(code)) return fail('not-kubernetes', { server, detail: 'no TLS' }, cause);
  return undefined;
}

interface ConnectionTrouble {
  readonly cause: unknown;
  readonly asked: Asked;
  /** Whether the answer had begun. */
  readonly answered: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network unreachable',
};

function fromConnection(code: string, { cause, asked, answered }: ConnectionTrouble): AppError {
  const { server, proxy } = asked;
  const detail = WORDS[code] ?? (inWords(code) || messageOf(cause));
  if (answered || cause instanceof CutLine) {
    return fail('stream-cut', { server, detail: cause instanceof CutLine ? 'in mid-line' : detail }, cause);
  }
  if (proxy !== undefined) return fail('proxy-failed', { server, proxy, detail }, cause);
  if (code.startsWith('HPE_')) return fail('not-kubernetes', { server, detail: 'not HTTP' }, cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail('host-unknown', { server, host: hasText(cause, 'hostname') ? cause.hostname : server }, cause);
  }
  return fail('unreachable', { server, detail }, cause);
}

/** SOCKS libraries put the system's code into the message only. */
function codeOf(error: unknown): string {
  if (hasText(error, 'code')) return error.code;
  return (hasText(error, 'message') ? /\bE[A-Z]{4,}\b/.exec(error.message)?.[0] : undefined) ?? '';
}

function messageOf(error: unknown): string {
  return hasText(error, 'message') ? error.message : '-';
}

function inWords(code: string): string {
  return code
    .replace(/^ERR_(SSL_)?/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    key in value &&
    typeof (value as Record<K, unknown>)[key] === 'string'
  );
}
