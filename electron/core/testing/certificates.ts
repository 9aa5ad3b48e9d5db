import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** PEM, both of them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWish {
  /** Host names and addresses that it is for. */
  readonly hosts?: readonly string[];
  /** Ends now by so many ms of the past or future; a day ahead unless told. */
  readonly validFor?: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** A certificate authority for one test. */
export async function makeAuthority(name = 'test authority'): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 10 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A server's or a client's certificate, signed by `authority`. */
export async function makeCertificate(
  authority: Certificate,
  name: string,
  { hosts = [], validFor = DAY }: CertificateWish = {},
): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const),
  );
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: authority,
    notBeforeDate: new Date(Date.now() - 9 * DAY),
    notAfterDate: new Date(Date.now() + validFor),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames } as const] : []),
    ],
  });
  return { cert: made.cert, key: made.private };
}
