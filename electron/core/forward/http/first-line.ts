import { METHODS } from 'node:http';

/** A first line may be so long; the HTTP parser has the last word on a longer one. */
const LONGEST = 8 * 1024;

const line = /^[^ ]+ [^ ]+ HTTP\/1\.[01]\r?$/;
const methods = METHODS.map((method) => `${method} `);

/**
 * What a client speaks by its first bytes: `http` (1.0 or 1.1), or `other`, which HTTP/2 with prior knowledge and TLS
 * are too. Undefined while more bytes are needed to tell.
 */
export function protocolOf(bytes: Buffer): 'http' | 'other' | undefined {
  const text = bytes.toString('latin1', 0, LONGEST);
  // A client may send an empty line before its request.
  const begin = text.replace(/^(?:\r?\n)+/, '');
  if (!methods.some((method) => method.startsWith(begin) || begin.startsWith(method))) return 'other';
  const end = begin.indexOf('\n');
  if (end >= 0) return line.test(begin.slice(0, end)) ? 'http' : 'other';
  return text.length < LONGEST ? undefined : 'http';
}
