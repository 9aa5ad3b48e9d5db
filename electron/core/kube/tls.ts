import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext } from 'node:tls';
import type { PeerCertificate, SecureContext } from 'node:tls';
import { fail } from '../../../shared/failure.ts';
import type { ContextEntry } from './context-entry.ts';

/** PEM, both of them. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What Node is told about TLS to one server. */
export interface TlsSettings {
  /** The CA, the client certificate and its key. */
  readonly secureContext: SecureContext;
  /** Other than before when one of them is. */
  readonly identity: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
  readonly ALPNProtocols: string[];
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
}

export interface Material {
  readonly file?: string | undefined;
  readonly data?: string | undefined;
}

/**
 * The text of a file that a kubeconfig names, or of the data that it holds in its place (which win, as in kubectl).
 * Files are read anew each time: they are small, and whoever rotates them tells nobody.
 */
export async function readMaterial({ file, data }: Material, context: string): Promise<string | undefined> {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw fail('file-unreadable', { context, file, detail }, error);
  }
}

interface Parsed {
  readonly identity: string;
  readonly secureContext: SecureContext;
  /** When the client certificate is no longer good, if there is one. */
  readonly expires: Date | undefined;
}

/** The TLS of one context. What its files hold is parsed again only when it has changed: that costs as much as a handshake. */
export class Tls {
  readonly #entry: ContextEntry;
  #parsed: Parsed | undefined;

  constructor(entry: ContextEntry) {
    this.#entry = entry;
  }

  /** Reads the CA and puts it together with the client certificate; without a CA Node's own roots count. */
  async settings(certificate: ClientCertificate | undefined, now: number): Promise<TlsSettings> {
    const { cluster, name } = this.#entry;
    const file = cluster['certificate-authority'];
    const ca = await readMaterial({ file, data: cluster['certificate-authority-data'] }, name);
    if (ca !== undefined && !ca.includes('-----BEGIN ')) {
      throw fail('tls-untrusted', { server: cluster.server, detail: 'certificate-authority is not PEM' });
    }
    const { identity, secureContext, expires } = this.#parse(ca, certificate);
    if (expires && expires.getTime() < now)
      throw fail('client-certificate-expired', { context: name, date: isoDate(expires) });
    const host = cluster['tls-server-name'] ?? new URL(cluster.server).hostname.replaceAll(/[[\]]/g, '');
    return {
      identity,
      secureContext,
      rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
      ALPNProtocols: ['http/1.1'],
      // Through a proxy Node would compare with the proxy's name where the server is an IP address.
      checkServerIdentity: (_host, peer) => checkServerIdentity(host, peer),
      ...(isIP(host) === 0 && { servername: host }),
    };
  }

  #parse(ca: string | undefined, certificate: ClientCertificate | undefined): Parsed {
    const identity = [ca, certificate?.cert, certificate?.key].join('\n');
    if (this.#parsed?.identity === identity) return this.#parsed;
    const expires = certificate && expiryOf(certificate, this.#entry.name);
    const secureContext = createSecureContext({ ...(ca !== undefined && { ca }), ...certificate });
    this.#parsed = { identity, secureContext, expires };
    return this.#parsed;
  }
}

/** Finds out before connecting what a server would only answer with 401 or a broken handshake. */
function expiryOf({ cert, key }: ClientCertificate, context: string): Date {
  try {
    createSecureContext({ cert, key });
    return new Date(new X509Certificate(cert).validTo);
  } catch (error) {
    throw fail('client-certificate-invalid', { context, detail: reasonOf(error) }, error);
  }
}

export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** OpenSSL's short words for what is wrong; its messages quote no key. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error.reason;
  return error instanceof Error && 'code' in error ? String(error.code) : 'not PEM';
}
