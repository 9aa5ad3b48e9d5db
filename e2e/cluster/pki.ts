import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ClientCert {
  /** Its files are `<name>.crt` and `<name>.key`. */
  readonly name: string;
  readonly user: string;
  readonly groups?: readonly string[];
  /** The authority that signs it: `ca` is the API server's, `other-ca` one it does not know. */
  readonly ca?: 'ca' | 'other-ca';
  /** From now, as Go writes durations; `-1h` has ended an hour ago. One year if not said. */
  readonly validFor?: string;
}

/** Makes the authorities and server keys that `dir` lacks, and a certificate for each client. */
export async function writePki(binary: string, dir: string, clients: readonly ClientCert[]): Promise<void> {
  await run(binary, ['pki', dir, JSON.stringify(clients)]);
}

export async function readCert(dir: string, name: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = await Promise.all([
    readFile(join(dir, `${name}.crt`), 'utf8'),
    readFile(join(dir, `${name}.key`), 'utf8'),
  ]);
  return { cert, key };
}
