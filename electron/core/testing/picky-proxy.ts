import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { makeAuthority, makeCertificate } from './certificates.ts';

/** What the proxy says in place of an upgrade. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly body?: string;
}

/** A real HTTPS proxy in front of an API server, that is asked for each upgrade whether it leads on. */
export class PickyProxy {
  readonly url: string;
  readonly ca: string;
  /** What upgrades were asked for, in order: the WebSocket's protocol, else what `Upgrade` says. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  private constructor(server: Server, ca: string) {
    this.#server = server;
    this.ca = ca;
    this.url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`; // it listens on TCP
  }

  static async start(
    behind: { readonly url: string; readonly ca: string },
    refuse: (upgrade: string) => UpgradeRefusal | undefined,
  ): Promise<PickyProxy> {
    const authority = await makeAuthority();
    const server = createServer(await makeCertificate(authority, 'proxy', { hosts: ['127.0.0.1'] }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new PickyProxy(server, authority.cert);
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      proxy.#own(socket);
      const { 'sec-websocket-protocol': upgrade = incoming.headers.upgrade ?? '' } = incoming.headers;
      proxy.asked.push(upgrade);
      const refusal = refuse(upgrade);
      if (!refusal) proxy.#pass(behind, { incoming, socket, head });
      else socket.end(answerOf(refusal));
    });
    return proxy;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #own(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #pass(
    { url, ca }: { readonly url: string; readonly ca: string },
    { incoming, socket, head }: { readonly incoming: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  ): void {
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '', url), { method, headers, ca, agent: false });
    onward.on('upgrade', ({ rawHeaders }, far, first) => {
      this.#own(far);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines(rawHeaders)}\r\n`);
      far.unshift(first);
      socket.unshift(head);
      far.pipe(socket).pipe(far);
      far.on('close', () => socket.destroy());
      socket.on('close', () => far.destroy());
    });
    onward.on('response', () => socket.end(answerOf({ status: 502 })));
    onward.on('error', () => socket.end(answerOf({ status: 502 })));
    onward.end();
  }
}

function lines(raw: readonly string[]): string {
  return raw.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
}

function answerOf({ status, body = '' }: UpgradeRefusal): string {
  const type = body.startsWith('{') ? 'application/json' : 'text/plain';
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 ${String(status)} No\r\nContent-Type: ${type}\r\nContent-Length: ${String(length)}\r\nConnection: close\r\n\r\n${body}`;
}
