import type { ServicePort } from './model/service.ts';

/** Where a snippet connects to. */
export interface SnippetTarget {
  readonly host: string;
  readonly port: number;
  /** The Service's own name and port, which TLS and virtual hosts ask for, where `host` is another. */
  readonly as?: { readonly host: string; readonly port: number };
}

export interface Snippet {
  /** The program, or the kind of text. */
  readonly tool: string;
  readonly text: string;
}

type Speech = 'http' | 'https' | 'grpc' | 'postgres' | 'mysql' | 'redis' | 'mongo' | 'amqp' | 'dns' | 'unknown';

/** What stands in a name or an appProtocol, the more telling ones first. */
const words: readonly (readonly [RegExp, Speech])[] = [
  [/postgres|^pg$|^psql$/, 'postgres'],
  [/mysql|mariadb/, 'mysql'],
  [/redis|valkey/, 'redis'],
  [/mongo/, 'mongo'],
  [/amqp|rabbit/, 'amqp'],
  [/grpc|^h2c$|^kubernetes\.io\/h2c$/, 'grpc'],
  [/https|^wss$|^kubernetes\.io\/wss$/, 'https'],
  [/^http\b|^http-|-http$|^web$|^ws$|^kubernetes\.io\/ws$/, 'http'],
  [/^dns\b/, 'dns'],
];

const numbers: Readonly<Record<number, Speech>> = {
  53: 'dns',
  80: 'http',
  443: 'https',
  3000: 'http',
  3306: 'mysql',
  5432: 'postgres',
  5672: 'amqp',
  6379: 'redis',
  8000: 'http',
  8080: 'http',
  8443: 'https',
  27017: 'mongo',
  33060: 'mysql',
};

/** What a port speaks, by its appProtocol, its name, its number or its target's, in this order. */
function speechOf({ appProtocol = '', name = '', port, targetPort }: ServicePort): Speech {
  for (const text of [appProtocol, name, String(targetPort)]) {
    const found = words.find(([pattern]) => pattern.test(text.toLowerCase()));
    if (found) return found[1];
  }
  return numbers[port] ?? numbers[Number(targetPort)] ?? 'unknown';
}

/** Lines to paste that connect to a port, the likeliest first. Passwords are never in them: the program asks. */
export function snippets(port: ServicePort, target: SnippetTarget): readonly Snippet[] {
  // A host that no DNS has would be words to the shell that a line is pasted into.
  if (port.protocol === 'SCTP' || !/^[\w.:-]+$/.test(target.host)) return [];
  const host = bracketed(target.host);
  const at = `${host}:${target.port}`;
  const plain = target.host;
  const speech = speechOf(port);
  if (port.protocol === 'UDP') {
    return [speech === 'dns' ? dig(plain, target.port) : { tool: 'nc', text: `nc -u ${plain} ${target.port}` }];
  }
  switch (speech) {
    case 'http':
      return [
        { tool: 'curl', text: `curl ${url('http', at, target.port === 80 ? host : undefined)}` },
        { tool: '.env', text: `SERVICE_URL=http://${at}` },
      ];
    case 'https':
      return [
        { tool: 'curl', text: curlTls(target) },
        { tool: '.env', text: `SERVICE_URL=https://${at}` },
      ];
    case 'grpc':
      return [
        { tool: 'grpcurl', text: `grpcurl -plaintext ${at} list` },
        { tool: '.env', text: `GRPC_TARGET=dns:///${at}` },
      ];
    case 'postgres':
      return [
        { tool: 'psql', text: `psql -h ${plain} -p ${target.port} -U postgres` },
        { tool: 'JDBC', text: `jdbc:postgresql://${at}/postgres` },
        { tool: '.env', text: `DATABASE_URL=postgresql://USER:PASSWORD@${at}/postgres` },
      ];
    case 'mysql':
      return [
        { tool: 'mysql', text: `mysql -h ${sqlHost(plain)} -P ${target.port} -u root -p` },
        { tool: 'JDBC', text: `jdbc:mysql://${at}/DATABASE` },
        { tool: '.env', text: `DATABASE_URL=mysql://USER:PASSWORD@${at}/DATABASE` },
      ];
    case 'redis':
      return [
        { tool: 'redis-cli', text: `redis-cli -h ${plain} -p ${target.port}` },
        { tool: '.env', text: `REDIS_URL=redis://${at}/0` },
      ];
    case 'mongo':
      return [
        { tool: 'mongosh', text: `mongosh "mongodb://${at}/?directConnection=true"` },
        { tool: '.env', text: `MONGODB_URI=mongodb://USER:PASSWORD@${at}/` },
      ];
    case 'amqp':
      return [{ tool: '.env', text: `AMQP_URL=amqp://USER:PASSWORD@${at}/` }];
    case 'dns':
      return [{ ...dig(plain, target.port), text: `${dig(plain, target.port).text} +tcp` }];
    case 'unknown':
      return [
        { tool: 'nc', text: `nc -vz ${plain} ${target.port}` },
        { tool: 'curl', text: `curl ${url('http', at, target.port === 80 ? host : undefined)}` },
        { tool: '.env', text: `SERVICE_ADDR=${at}` },
      ];
  }
}

function url(scheme: string, at: string, bare: string | undefined): string {
  return `${scheme}://${bare ?? at}/`;
}

/** A certificate is for the Service's own name: curl asks for that one wherever it connects to. */
function curlTls({ host, port, as }: SnippetTarget): string {
  const named = as ?? { host, port };
  const address = url(
    'https',
    `${bracketed(named.host)}:${named.port}`,
    named.port === 443 ? bracketed(named.host) : undefined,
  );
  return as ? `curl --connect-to ${as.host}:${as.port}:${bracketed(host)}:${port} ${address}` : `curl ${address}`;
}

function dig(host: string, port: number): Snippet {
  return { tool: 'dig', text: `dig @${host} -p ${port} example.com` };
}

/** `localhost` makes the mysql client take its socket file. */
function sqlHost(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
