import { createServer, type Server } from 'node:http';
import { fail } from '../../shared/failure.ts';

/** Free ports are free on 127.0.0.1; this often another one is tried when somebody has that port on ::1. */
const ATTEMPTS = 5;

/** HTTP servers on one port of 127.0.0.1 and, where the computer has it, ::1. */
export interface Loopback {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on loopback alone; `port` 0 takes a free one. Both addresses or none: a browser that reads `localhost` as
 * ::1 must not end up at somebody else's server. Rejects with `port-in-use`, `port-forbidden` or `listen-failed`.
 */
export async function listenOnLoopback(port: number): Promise<Loopback> {
  for (let attempt = 1; ; attempt++) {
    const servers: Server[] = [];
    try {
      servers.push(await listen(port, '127.0.0.1'));
      const chosen = portOf(servers[0]) ?? port;
      servers.push(...(await listenIfThere(chosen, '::1')));
      return { port: chosen, servers };
    } catch (error) {
      for (const server of servers) server.close();
      if (port !== 0 || attempt === ATTEMPTS) throw toListenFailure(error, port);
    }
  }
}

async function listenIfThere(port: number, host: string): Promise<readonly Server[]> {
  try {
    return [await listen(port, host)];
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT') return [];
    throw error;
  }
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code; // what a server's error event carries
}

function toListenFailure(error: unknown, port: number): Error {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return fail('port-in-use', { port, process: 'another program' }, error);
    case 'EACCES':
      return fail('port-forbidden', { port }, error);
    default:
      return fail('listen-failed', { port, detail: error instanceof Error ? error.message : String(error) }, error);
  }
}
