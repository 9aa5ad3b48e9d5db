import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { AppError } from '../../../shared/failure.ts';
import type { Heard, Hello } from '../../../shared/model/check.ts';
import type { Clock } from '../clock.ts';
import { linkedAbort } from '../kube/linked-abort.ts';

export interface HelloOptions {
  readonly hello: Hello;
  /** The name that the Service would be asked by. */
  readonly host: string;
  readonly clock: Clock;
  /** How long, in ms, to wait for a word. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

const MOST = 4096;
const SHOWN = 80;
const HUNG_UP: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);
/** What a server of TLS answers to something else. */
const TLS_ALERT = 0x15;

/** Finds out what speaks at the other end; `open` makes a new connection each time it is asked. */
export async function sayHello(open: () => Duplex, options: HelloOptions): Promise<Heard> {
  const { hello, host } = options;
  if (hello === 'listen') return heardFrom(await firstWords(open(), '', options));
  if (hello === 'tls') {
    const heard = await sayTls(open(), options);
    // No TLS: perhaps the plain protocol, on a port of the wrong name.
    return heard.t === 'failed' || heard.t === 'hung-up' ? orElse(await askPlainly(open(), options), heard) : heard;
  }
  const words = await firstWords(open(), request(host), options);
  const heard = heardFrom(words);
  const mayBeTls =
    heard.t === 'hung-up' || (heard.t === 'http' && heard.status === 400) || words.bytes[0] === TLS_ALERT;
  return mayBeTls ? orElse(await sayTls(open(), options), heard) : heard;
}

/** HEAD: no app may change anything for it. */
function request(host: string): string {
  return `HEAD / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: portolan\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
}

async function askPlainly(stream: Duplex, options: HelloOptions): Promise<Heard> {
  return heardFrom(await firstWords(stream, request(options.host), options));
}

function orElse(second: Heard, first: Heard): Heard {
  return second.t === 'http' || second.t === 'tls' ? second : first;
}

/** What came first; `end` says why nothing more did. */
interface Words {
  readonly bytes: Buffer;
  readonly end: 'enough' | 'ended' | 'patience' | Heard;
}

function heardFrom({ bytes, end }: Words): Heard {
  if (bytes.length > 0) {
    const text = bytes.toString('latin1');
    const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text)?.[1];
    return status === undefined ? { t: 'bytes', text: shown(text) } : { t: 'http', status: Number(status) };
  }
  if (typeof end === 'object') return end;
  return end === 'ended' ? { t: 'hung-up' } : { t: 'silence' };
}

function shown(text: string): string {
  return (
    text
      .slice(0, SHOWN)
      .replaceAll(/[^\x20-\x7e]+/g, ' ')
      .trim() || '…'
  );
}

async function firstWords(stream: Duplex, said: string, options: HelloOptions): Promise<Words> {
  const heard: Buffer[] = [];
  const enough = new Promise<Words['end']>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      const bytes = Buffer.concat(heard);
      if (bytes.includes('\n') || bytes.length >= MOST || said === '') resolve('enough');
    });
    stream.once('end', () => resolve('ended'));
    stream.on('error', (error: Error) => resolve(troubleOf(error)));
  });
  if (said !== '') stream.write(said);
  try {
    const end = await patiently(enough, options, 'patience');
    return { bytes: Buffer.concat(heard), end };
  } finally {
    stream.destroy();
  }
}

async function sayTls(stream: Duplex, options: HelloOptions): Promise<Heard> {
  // What is asked is which certificate there is, not whether it is to be trusted.
  const socket = connectTls({ socket: stream, servername: options.host, rejectUnauthorized: false });
  const heard = new Promise<Heard>((resolve) => {
    socket.once('secureConnect', () => resolve(certificateOf(socket)));
    socket.on('error', (error: Error) => resolve(troubleOf(error)));
    stream.on('error', (error: Error) => resolve(troubleOf(error)));
    socket.once('close', () => resolve({ t: 'hung-up' }));
  });
  try {
    return await patiently(heard, options, { t: 'silence' });
  } finally {
    socket.destroy();
    stream.destroy();
  }
}

/** Rejects with the signal's reason. */
async function patiently<T>(answer: Promise<T>, { clock, patience, signal }: HelloOptions, late: T): Promise<T> {
  const waiting = linkedAbort(signal);
  try {
    return await Promise.race([answer, clock.sleep(patience, waiting.signal).then(() => late)]);
  } finally {
    waiting.release();
    waiting.abort(new Error('answered'));
  }
}

function certificateOf(socket: TLSSocket): Heard {
  const { subject, subjectaltname = '', valid_to } = socket.getPeerCertificate();
  const names = subjectaltname.split(', ').flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  const own = [subject.CN ?? []].flat();
  return { t: 'tls', names: names.length > 0 ? names : own, until: new Date(valid_to).toISOString() };
}

function troubleOf(error: Error): Heard {
  if (error instanceof AppError) {
    const { code, params } = error.failure;
    if (code === 'pod-refused') return { t: 'refused' };
    return { t: 'failed', detail: String(params['detail'] ?? code) };
  }
  const code = 'code' in error ? String(error.code) : error.message;
  return HUNG_UP.has(code) ? { t: 'hung-up' } : { t: 'failed', detail: code };
}
