import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Kubelet, PodRef } from '../kubelet.ts';
import { badRequest } from '../../api-rules/status-error.ts';

/** The way of port-forwards that is older than SPDY in a WebSocket; every version still has it. */
export const LEGACY = 'v4.channel.k8s.io';

export interface LegacyRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly pod: PodRef;
  readonly uid: string;
  readonly kubelet: Kubelet;
}

/**
 * Connects to each of `ports` at once, each with two channels of the WebSocket: the even one for its bytes, the next one for
 * what goes wrong; both begin with the port's number. The WebSocket ends when all have.
 */
export async function serveLegacyForward(asked: LegacyRequest): Promise<void> {
  const ports = portsOf(asked.request.url ?? '/');
  const peer = await accept(asked);
  const stop = asked.kubelet.onGone(asked.pod, () => peer.terminate());
  peer.on('error', () => undefined).on('close', stop);
  await Promise.all(ports.map((port, index) => serve(peer, { ...asked, port, channel: 2 * index })));
  peer.close(1000);
}

function portsOf(url: string): readonly number[] {
  const wanted = new URL(url, 'http://demo').searchParams.getAll('ports').flatMap((one) => one.split(','));
  if (wanted.length === 0) throw badRequest('query parameter "port" is required');
  const ports = wanted.map(Number);
  if (ports.every((port) => Number.isInteger(port) && port > 0 && port < 65_536)) return ports;
  throw badRequest(`unable to parse "${wanted.join(',')}" as a port`);
}

async function accept({ request, socket, head }: LegacyRequest): Promise<WebSocket> {
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, handleProtocols: () => LEGACY });
  return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve));
}

interface Served extends LegacyRequest {
  readonly port: number;
  readonly channel: number;
}

async function serve(peer: WebSocket, { kubelet, pod, uid, port, channel }: Served): Promise<void> {
  const number = Buffer.alloc(2);
  number.writeUInt16LE(port);
  await Promise.all([send(peer, channel, number), send(peer, channel + 1, number)]);
  const early: Buffer[] = [];
  let connection: Duplex | undefined;
  const take = (data: Buffer): void => {
    if (data[0] !== channel || data.length === 1) return;
    const bytes = data.subarray(1);
    if (!connection) early.push(bytes);
    else if (!connection.write(bytes)) {
      peer.pause();
      connection.once('drain', () => peer.resume());
    }
  };
  peer.on('message', take);
  try {
    const app = await kubelet.connect(pod, port);
    connection = app.on('error', () => undefined);
    peer.once('close', () => app.destroy());
    if (peer.readyState !== peer.OPEN) app.destroy();
    for (const bytes of early) app.write(bytes);
    for await (const chunk of app) await send(peer, channel, chunk as Buffer); // a byte stream
  } catch (error) {
    // A connection that breaks is just over, as with a pod's socket that is reset.
    if (connection) return;
    const why = error instanceof Error ? error.message : String(error);
    await send(peer, channel + 1, Buffer.from(`error forwarding port ${port} to pod ${uid}, uid : ${why}`));
  } finally {
    peer.off('message', take).resume();
  }
}

/** Resolves when it is on its way, or when nobody is there any more. */
function send(peer: WebSocket, channel: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => peer.send(Buffer.concat([Buffer.of(channel), bytes]), () => resolve()));
}
