import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/**
 * Finds free loopback ports, all different.
 *
 * They are free when this returns and may be taken a moment later: programs that take no open socket cannot do better,
 * so whoever uses them tries again on `address already in use`.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port); // a TCP server's address is always this
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
