import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client } from '../../shared/client.ts';
import { keepAsking } from './heartbeat.ts';
import { Links, type Wire } from './wire.ts';

/** Waits between two tries, in ms: doubled from the first to the last. */
const FIRST_WAIT = 250;
const LAST_WAIT = 4000;

/** The browser's wire: a WebSocket to the server that the page came from, opened again whenever it is lost. */
export function socketWire(url: string): Wire {
  const links = new Links();
  let wait = FIRST_WAIT;
  const open = (): void => {
    const websocket = new WebSocket(url);
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => (lose = resolve));
    websocket.addEventListener('close', lose, { once: true });
    websocket.addEventListener('open', () => {
      wait = FIRST_WAIT;
      const client: Client = createORPCClient(new RPCLink({ websocket }));
      const link = { client, lost };
      links.up(link);
      keepAsking(link, () => {
        // Closing waits long for a peer that is silent: the link counts as lost before.
        lose();
        websocket.close();
      });
    });
    const again = (): void => {
      setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LAST_WAIT);
    };
    lost.then(again, again);
  };
  open();
  return links;
}

/** Where the server that sent this page takes the wire. */
export function socketUrl({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`;
}
