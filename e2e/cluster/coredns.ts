import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bed } from './bed.ts';
import { buildCoredns } from './build.ts';
import { layout } from './layout.ts';
import { freePorts } from './ports.ts';
import { logTail, startProgram } from './process.ts';
import { waitFor } from './wait.ts';

const run = promisify(execFile);

/** A DNS server of a bed's objects. */
export interface Coredns extends AsyncDisposable {
  /** Asks it. */
  readonly resolver: Resolver;
  /** Its configuration, as installers put it into a ConfigMap. */
  readonly corefile: string;
  /** Every record of the zone that it would give to a secondary, as `NAME TYPE VALUE` without the dots at the end. */
  dump(): Promise<readonly string[]>;
}

export interface CorednsOptions {
  readonly domain: string;
  /** Lines inside the `kubernetes` block. */
  readonly settings: readonly string[];
}

/** Starts a real CoreDNS on the bed's API server, on a free loopback port; answers once it knows all objects. */
export async function startCoredns(bed: Bed, { domain, settings }: CorednsOptions): Promise<Coredns> {
  const built = await buildCoredns();
  if (!built.ok) throw new Error(built.message);
  const [port = 0] = await freePorts(1);
  const corefile = [
    `.:${port} {`,
    '  bind 127.0.0.1',
    '  errors',
    '  transfer {',
    '    to *',
    '  }',
    `  kubernetes ${domain} in-addr.arpa ip6.arpa {`,
    `    kubeconfig ${bed.kubeconfig}`,
    ...settings.map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ].join('\n');
  const file = join(bed.dir, `Corefile-${port}`);
  await writeFile(file, corefile);
  const program = startProgram({
    name: 'coredns',
    binary: built.binary,
    args: ['-conf', file, '-quiet'],
    log: join(layout(bed.dir).logs, `coredns-${port}.log`),
  });
  const resolver = new Resolver({ timeout: 2000, tries: 3 });
  resolver.setServers([`127.0.0.1:${port}`]);
  const answers = (): Promise<boolean> =>
    resolver.resolve4(`kubernetes.default.svc.${domain}`).then(
      () => true,
      () => false,
    );
  await Promise.race([
    waitFor('CoreDNS to answer', answers, { timeout: 30_000, every: 100 }),
    program.exited.then(async () => {
      throw new Error(`CoreDNS ended:\n${await logTail(program)}`);
    }),
  ]);
  return {
    resolver,
    corefile,
    dump: async () => {
      const { stdout } = await run(built.binary, ['dump', `127.0.0.1:${port}`, domain], { maxBuffer: 1 << 26 });
      return stdout.trim().split('\n').map(plainRecord);
    },
    [Symbol.asyncDispose]: () => program.stop(),
  };
}

/** `web.shop.svc.cluster.local.<tab>5<tab>IN<tab>SRV<tab>0 100 80 web.shop.svc.cluster.local.`, without what is not compared. */
function plainRecord(line: string): string {
  const [name = '', , , type = '', value = ''] = line.split('\t');
  const meant = type === 'SRV' ? value.split(' ').slice(2).join(' ') : value;
  return `${name.replace(/\.$/, '')} ${type} ${meant.replace(/\.$/, '')}`;
}
