import { createHash, randomBytes } from 'node:crypto';
import { fail } from '../../../shared/failure.ts';
import type { KubeApi, KubeRequest, Upgraded } from './api.ts';

/** RFC 6455's own constant. */
const ID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Opens a WebSocket that speaks one of `protocols`, the best first; rejects with the server's own words. What goes over it
 * are frames, see `websocket-frame.ts`.
 */
export async function openWebSocket(
  api: KubeApi,
  request: KubeRequest,
  protocols: readonly string[],
): Promise<Upgraded> {
  const key = randomBytes(16).toString('base64');
  const upgraded = await api.upgrade({
    ...request,
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
      'Sec-WebSocket-Protocol': protocols.join(', '),
    },
  });
  const accept = createHash('sha1').update(`${key}${ID}`).digest('base64');
  const { 'sec-websocket-accept': accepted, 'sec-websocket-protocol': chosen } = upgraded.headers;
  if (accepted === accept && protocols.some((one) => one === chosen)) return upgraded;
  upgraded.socket.destroy();
  throw fail('server-error', { server: api.server, status: 101, detail: `no ${protocols.join(', ')}` });
}
