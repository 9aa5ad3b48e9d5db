import type { Agent } from 'node:http';
import { makeAgent } from './proxy.ts';
import type { TlsSettings } from './tls.ts';

interface Kept {
  readonly identity: string;
  readonly agent: Promise<Agent>;
}

/** The kept-alive connections of one context: new ones as soon as a certificate has changed. */
export class Agents {
  readonly #server: string;
  readonly #proxy: URL | undefined;
  #kept: Kept | undefined;

  constructor(server: string, proxy: URL | undefined) {
    this.#server = server;
    this.#proxy = proxy;
  }

  for(tls: TlsSettings | undefined): Promise<Agent> {
    const identity = tls?.identity ?? '';
    if (this.#kept?.identity === identity) return this.#kept.agent;
    this.close();
    const agent = makeAgent({ server: this.#server, proxy: this.#proxy, tls });
    this.#kept = { identity, agent };
    return agent;
  }

  /** Closes idle connections now, and busy ones when they have done their work. */
  close(): void {
    this.#kept?.agent.then(retire, () => undefined).catch(() => undefined);
    this.#kept = undefined;
  }
}

function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
}
