import type { Server } from 'node:net';
import { fail } from '../../shared/failure.ts';
import { portOwner } from './port-owner.ts';

/** Free ports are free on 127.0.0.1; this often another one is tried when somebody has that port on ::1. */
const ATTEMPTS = 5;

/** Servers on one port of 127.0.0.1 and, where the computer has it, ::1. */
export interface Loopback<S extends Server> {
  readonly port: number;
  readonly addresses: readonly string[];
  readonly servers: readonly S[];
}

/**
 * Listens on loopback alone; `port` 0 takes a free one. Both addresses or none: a browser that reads `localhost` as
 * ::1 must not end up at somebody else's server. With an `address` of 127.0.0.0/8, on it alone.
 * Rejects with `port-in-use`, `port-forbidden`, `address-missing` or `listen-failed`.
 */
export async function listenOnLoopback<S extends Server>(
  port: number,
  create: () => S,
  address = '127.0.0.1',
): Promise<Loopback<S>> {
  for (let attempt = 1; ; attempt++) {
    const servers: S[] = [];
    try {
      const first = await listen(create(), port, address);
      servers.push(first);
      const chosen = portOf(first) ?? port;
      const second = address === '127.0.0.1' ? await listenIfThere(create(), chosen, '::1') : undefined;
      if (second) servers.push(second);
      return { port: chosen, addresses: second ? [address, '::1'] : [address], servers };
    } catch (error) {
      for (const server of servers) server.close();
      if (codeOf(error) === 'EADDRNOTAVAIL') throw fail('address-missing', { address }, error);
      if (port !== 0 || attempt === ATTEMPTS) throw await toListenFailure(error, port);
    }
  }
}

async function listenIfThere<S extends Server>(server: S, port: number, host: string): Promise<S | undefined> {
  try {
    return await listen(server, port, host);
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT') return undefined;
    throw error;
  }
}

function listen<S extends Server>(server: S, port: number, host: string): Promise<S> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code; // what a server's error event carries
}

async function toListenFailure(error: unknown, port: number): Promise<Error> {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return fail('port-in-use', { port, process: (await portOwner(port)) ?? 'another program' }, error);
    case 'EACCES':
      return fail('port-forbidden', { port }, error);
    default:
      return fail('listen-failed', { port, detail: error instanceof Error ? error.message : String(error) }, error);
  }
}
