import type { Duplex } from 'node:stream';
import type { PodNetwork } from '../pod-network.ts';
import type { Command, Printed } from './commands.ts';

/** By curl's own list (man curl, EXIT CODES). */
const exits = { ok: 0, unresolved: 6, refused: 7, late: 28, empty: 52 } as const;
/** Options that take a value. */
const VALUED: ReadonlySet<string> = new Set(['-o', '-m', '-w', '--connect-timeout', '-H', '-X']);
/** In ms; how long something that speaks no HTTP has for its greeting. */
const PATIENCE = 1000;

interface Asked {
  readonly url: URL;
  readonly report: string;
  readonly isHead: boolean;
}

/** curl in miniature: HTTP and telnet, the body or with -I the head, and what -w reports. */
export const curl: Command = async function* (args, { network }): AsyncGenerator<Printed, number> {
  const asked = askedOf(args);
  if (!asked) {
    yield { error: 'curl: (2) no URL specified\n' };
    return 2;
  }
  const { url, report, isHead } = asked;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const said = (words: { readonly status?: string; readonly address?: string }): string => {
    const { status = '000', address = '' } = words;
    const took = address === '' ? '0.000000' : '0.000412';
    return report.replace('%{http_code}', status).replace('%{time_connect}', took).replace('%{remote_ip}', address);
  };
  const [address] = network.resolve(host);
  if (address === undefined) {
    yield { error: `curl: (6) Could not resolve host: ${host}\n` };
    yield said({});
    return exits.unresolved;
  }
  const connection = await reach(network, address, port);
  if (!connection) {
    yield { error: `* connect to ${address} port ${String(port)} failed: Connection refused\n` };
    yield { error: `curl: (7) Failed to connect to ${host} port ${String(port)}: Could not connect to server\n` };
    yield said({});
    return exits.refused;
  }
  const isHttp = url.protocol === 'http:';
  const answer = await ask(
    connection,
    isHttp ? `${isHead ? 'HEAD' : 'GET'} ${url.pathname} HTTP/1.1` : undefined,
    host,
  );
  const status = /^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1];
  if (!args.includes('/dev/null')) yield isHead ? answer : answer.replace(/^[^]*?\r\n\r\n/, '');
  yield said({ address, ...(status !== undefined && { status }) });
  if (status !== undefined || (answer !== '' && isHttp)) return exits.ok;
  return url.protocol === 'telnet:' ? exits.late : exits.empty;
};

function askedOf(args: readonly string[]): Asked | undefined {
  const words = args.filter((word, index) => !VALUED.has(word) && !VALUED.has(args[index - 1] ?? ''));
  const given = words.find((word) => !word.startsWith('-'));
  if (given === undefined) return undefined;
  const report = args[args.indexOf('-w') + 1] ?? '';
  const isHead = args.includes('-I');
  const text = given.includes('://') ? given : `http://${given}`;
  try {
    return { url: new URL(text), report: args.includes('-w') ? report : '', isHead };
  } catch {
    return undefined;
  }
}

async function reach(network: PodNetwork, address: string, port: number): Promise<Duplex | undefined> {
  try {
    return await network.connect(address, port);
  } catch {
    return undefined;
  }
}

/** What is answered until the other side has ended, or has had its time. */
function ask(connection: Duplex, line: string | undefined, host: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => {
      clearTimeout(timer);
      connection.destroy();
      resolve(text);
    };
    const timer = setTimeout(done, PATIENCE);
    connection.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    connection.once('end', done);
    connection.once('error', done);
    if (line !== undefined) connection.write(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
