import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Client } from '../../shared/client.ts';
import { PORT_MESSAGE, type Desktop } from '../../shared/desktop.ts';
import { Links, type Wire } from './wire.ts';

/** The desktop's wire: a MessagePort to the core's process, and a new one each time that process had to start again. */
export function portWire(desktop: Desktop): Wire {
  const links = new Links();
  window.addEventListener('message', ({ data, source, ports: [port] }) => {
    if (data !== PORT_MESSAGE || source !== window || !port) return;
    const lost = new Promise<void>((resolve) => {
      port.addEventListener('close', () => resolve(), { once: true });
    });
    // A reload with an open port kills the page in Electron 25.
    window.addEventListener('pagehide', () => port.close(), { once: true });
    const client: Client = createORPCClient(new RPCLink({ port }));
    port.start();
    links.up({ client, lost });
  });
  // Main refuses only a second ask of one page, which would leave the first as it is.
  desktop.connect().catch(() => undefined);
  return links;
}
