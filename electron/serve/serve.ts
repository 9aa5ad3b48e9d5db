import type { AnyRouter } from '@orpc/server';
import { fail } from '../../shared/failure.ts';
import { systemClock, type Clock } from '../core/clock.ts';
import { Gate } from './gate.ts';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../core/loopback.ts';
import { pages } from './pages.ts';
import { Sockets } from './sockets.ts';

/** 256 bits as hex or base64url have more; a short key could be guessed. */
const MIN_ATTACH_KEY = 32;

export interface ServeOptions {
  readonly core: { readonly router: AnyRouter };
  /** The folder of the renderer's build. */
  readonly root: string;
  /** A free one if not said. */
  readonly port?: number | undefined;
  /** Lets desktop apps attach that know it too; none may if not said. */
  readonly attachKey?: string | undefined;
  readonly clock?: Clock;
}

export interface Served {
  readonly port: number;
  /** The link that lets one browser in, once. */
  readonly url: string;
  /** Ends every link at once; the core stays. */
  close(): Promise<void>;
}

/** Hosts the core for browsers and desktop apps of this computer and user; `gate.ts` says how others are kept out. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { core, root, port = 0, attachKey, clock = systemClock } = options;
  if (attachKey !== undefined && attachKey.length < MIN_ATTACH_KEY) {
    throw fail('invalid', { detail: `the attach key has less than ${MIN_ATTACH_KEY} characters` });
  }
  const { servers, port: chosen } = await listenOnLoopback(port, createServer);
  const gate = new Gate({ port: chosen, attachKey, clock });
  const sockets = new Sockets({ gate, router: core.router, clock });
  for (const server of servers) {
    server.on('request', pages(gate, root));
    server.on('upgrade', (...upgrade) => sockets.upgrade(...upgrade));
  }
  return {
    port: chosen,
    url: `http://127.0.0.1:${chosen}/?key=${gate.key ?? ''}`,
    close: async () => {
      sockets.close();
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}
