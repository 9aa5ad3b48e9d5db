import { WebSocket } from 'ws';
import type { HostMessage } from '../../shared/desktop.ts';
import { bridge } from './bridge.ts';

/**
 * Stands in for the core where the core runs elsewhere: passes on what a window's port and the server's WebSocket say,
 * so that the page needs no network and never sees the key. When the server is lost this process ends, which to main
 * and page is a core that crashed: main starts it again after a while.
 */
const { PORTOLAN_ATTACH: url, PORTOLAN_ATTACH_KEY: key } = process.env;
if (url === undefined) throw new Error('attach runs where PORTOLAN_ATTACH names a server');

process.parentPort.on('message', ({ data, ports: [port] }) => {
  switch (data as HostMessage) {
    case 'port':
      if (port) bridge({ port, socket: openSocket(url), onLost: () => process.exit(1) });
      return;
    case 'close':
      process.exit(0);
  }
});

function openSocket(address: string): WebSocket {
  return new WebSocket(new URL('/rpc', address), {
    headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
    handshakeTimeout: 10_000,
    perMessageDeflate: false,
  });
}
