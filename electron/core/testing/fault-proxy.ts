import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { makeAuthority, makeCertificate } from './certificates.ts';

/** What the proxy says in place of an upgrade. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly body?: string;
}

interface Behind {
  readonly url: string;
  readonly ca: string;
}

interface Tunnel {
  /** To the client. */
  readonly near: Duplex;
  /** To the API server. */
  readonly far: Duplex;
}

/** A real HTTPS proxy in front of an API server, at the place where all goes wrong that can go wrong on the way. */
export class FaultProxy {
  readonly url: string;
  readonly ca: string;
  /** What upgrades were asked for, in order: the WebSocket's protocol, else what `Upgrade` says. */
  readonly asked: string[] = [];
  /** The upgraded connections that are open now. */
  readonly tunnels = new Set<Tunnel>();
  /** Who is asked for each upgrade whether it leads on. */
  refuse: (upgrade: string) => UpgradeRefusal | undefined;
  /** What an upgrade waits for. */
  hold: Promise<void> = Promise.resolve();
  readonly #server: Server;
  readonly #behind: Behind;
  readonly #sockets = new Set<Duplex>();

  private constructor(server: Server, ca: string, { behind, refuse }: Pick<FaultProxy, 'refuse'> & { behind: Behind }) {
    this.#server = server;
    this.#behind = behind;
    this.ca = ca;
    this.refuse = refuse;
    this.url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`; // it listens on TCP
    server.on('connection', (socket: Duplex) => this.#own(socket));
    server.on('request', (incoming, answer) => this.#ask(incoming, answer));
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(incoming, socket, head).catch(() => socket.destroy());
    });
  }

  static async start(behind: Behind, refuse: FaultProxy['refuse'] = () => undefined): Promise<FaultProxy> {
    const authority = await makeAuthority();
    const server = createServer(await makeCertificate(authority, 'proxy', { hosts: ['127.0.0.1'] }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultProxy(server, authority.cert, { behind, refuse });
  }

  /** Ends all tunnels as they are. */
  cut(): void {
    for (const { near, far } of this.tunnels) for (const socket of [near, far]) socket.destroy();
  }

  /** Ends each tunnel after so many more bytes of the server. */
  cutAfter(bytes: number): void {
    for (const { near, far } of this.tunnels) {
      let left = bytes;
      far.unpipe(near).resume();
      far.on('data', (chunk: Buffer) => {
        if (left > 0) near.write(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) near.end();
      });
    }
  }

  /** Says something to each client, as if the server did. */
  say(bytes: Buffer): void {
    for (const { near } of this.tunnels) near.write(bytes);
  }

  /** Passes nothing on any more, and says nothing of it: as a line that has come apart without an end. */
  freeze(): void {
    for (const { near, far } of this.tunnels) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  }

  /** Reads no more of a client that has sent so many more bytes, until the returned function is called. */
  starve(bytes: number): () => void {
    const starved = new Set<Tunnel>();
    for (const tunnel of this.tunnels) {
      let left = bytes;
      tunnel.near.on('data', (chunk: Buffer) => {
        left -= chunk.length;
        if (left > 0 || starved.has(tunnel)) return;
        starved.add(tunnel);
        tunnel.near.unpipe(tunnel.far).pause();
      });
    }
    return () => {
      for (const { near, far } of starved) near.pipe(far);
    };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #own(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #onward({ url = '', method, headers }: IncomingMessage) {
    const { url: base, ca } = this.#behind;
    return request(new URL(url, base), { method, headers, ca, agent: false, rejectUnauthorized: true });
  }

  #ask(incoming: IncomingMessage, answer: ServerResponse): void {
    const onward = this.#onward(incoming);
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      answer.flushHeaders();
      response.on('error', () => answer.destroy()).pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  async #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.#own(socket);
    const { 'sec-websocket-protocol': upgrade = incoming.headers.upgrade ?? '' } = incoming.headers;
    this.asked.push(upgrade);
    await this.hold;
    const refusal = this.refuse(upgrade);
    if (refusal) socket.end(answerOf(refusal));
    else this.#pass(incoming, socket, head);
  }

  #pass(incoming: IncomingMessage, near: Duplex, head: Buffer): void {
    const onward = this.#onward(incoming);
    onward.on('upgrade', ({ rawHeaders }, far, first) => {
      this.#own(far);
      const tunnel = { near, far };
      this.tunnels.add(tunnel);
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines(rawHeaders)}\r\n`);
      far.unshift(first);
      near.unshift(head);
      far.pipe(near).pipe(far);
      far.on('close', () => near.destroy());
      near.on('close', () => {
        far.destroy();
        this.tunnels.delete(tunnel);
      });
    });
    onward.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        near.end(answerOf({ status: response.statusCode ?? 502, body: Buffer.concat(chunks).toString() })),
      );
    });
    onward.on('error', () => near.end(answerOf({ status: 502 })));
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
