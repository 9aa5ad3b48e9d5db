import type { WebSocket } from 'ws';

/** The part of Electron's MessagePortMain in use. */
export interface BridgePort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface BridgeOptions {
  readonly port: BridgePort;
  readonly socket: WebSocket;
  /** The server went away under an open port. */
  readonly onLost: () => void;
}

/** A server that sends nothing for this long, though it pings every 15 s, is gone. In ms. */
const SILENCE = 40_000;

/**
 * Copies text both ways. The port's end (a reload, a closed window) ends the socket and nothing else; the socket's end
 * while the port is open is a lost server. Nothing piles up here: feeds wait for credit from end to end.
 */
export function bridge({ port, socket, onLost }: BridgeOptions): void {
  let open = true;
  port.on('close', () => {
    open = false;
    socket.terminate();
  });
  port.on('message', ({ data }) => {
    if (typeof data === 'string') socket.send(data);
  });
  // Until the socket is open, the port keeps what the page says.
  socket.on('open', () => port.start());
  socket.on('message', (data, isBinary) => {
    if (open && !isBinary) port.postMessage(textOf(data));
  });
  // ws says `close` after each error: one place is enough to act.
  socket.on('error', () => socket.terminate());
  const deadline = setTimeout(() => socket.terminate(), SILENCE);
  for (const sign of ['open', 'ping', 'message']) socket.on(sign, () => deadline.refresh());
  socket.on('close', () => {
    clearTimeout(deadline);
    if (open) onLost();
  });
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
