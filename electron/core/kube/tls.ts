import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext } from 'node:tls';
import type { PeerCertificate } from 'node:tls';
import { fail } from '../../../shared/failure.ts';
import type { ContextEntry } from './context-entry.ts';

/** PEM, both of them. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What Node is told about TLS to one server. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
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

/** Reads the CA and puts it together with the client certificate; without a CA Node's own roots count. */
export async function tlsSettings(
  entry: ContextEntry,
  certificate: ClientCertificate | undefined,
  now: number,
): Promise<TlsSettings> {
  const { cluster, name } = entry;
  const file = cluster['certificate-authority'];
  const ca = await readMaterial({ file, data: cluster['certificate-authority-data'] }, name);
  if (ca !== undefined && !ca.includes('-----BEGIN ')) {
    throw fail('tls-untrusted', { server: cluster.server, detail: 'certificate-authority is not PEM' });
  }
  if (certificate) checkClientCertificate(certificate, name, now);
  const host = cluster['tls-server-name'] ?? new URL(cluster.server).hostname.replaceAll(/[[\]]/g, '');
  return {
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    ALPNProtocols: ['http/1.1'],
    // Through a proxy Node would compare with the proxy's name where the server is an IP address.
    checkServerIdentity: (_host, peer) => checkServerIdentity(host, peer),
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    ...certificate,
  };
}

/** Finds out before connecting what a server would only answer with 401 or a broken handshake. */
export function checkClientCertificate({ cert, key }: ClientCertificate, context: string, now: number): void {
  let expires: Date;
  try {
    createSecureContext({ cert, key });
    expires = new Date(new X509Certificate(cert).validTo);
  } catch (error) {
    throw fail('client-certificate-invalid', { context, detail: reasonOf(error) }, error);
  }
  if (expires.getTime() < now) {
    throw fail('client-certificate-expired', { context, date: isoDate(expires) });
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
