import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { bridge, type BridgePort } from './bridge.ts';

let server: WebSocketServer;
let page: MessagePort;
let lost: ReturnType<typeof vi.fn<() => void>>;
let accepted: Promise<WebSocket>;

/** A port of Node as Electron's MessagePortMain: it hands out events, and keeps what comes before `start`. */
function asElectronPort(port: MessagePort): BridgePort {
  const starts: (() => void)[] = [];
  return {
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      if (event === 'close') port.once('close', () => listener({ data: undefined }));
      // Node's port starts with its first listener.
      else starts.push(() => port.on('message', (data: unknown) => listener({ data })));
    },
    postMessage: (message) => port.postMessage(message),
    start: () => starts.forEach((start) => start()),
    close: () => port.close(),
  };
}

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  accepted = once(server, 'connection').then(([socket]) => socket as WebSocket);
  const { port1, port2 } = new MessageChannel();
  page = port1;
  lost = vi.fn<() => void>();
  const { port } = server.address() as { port: number };
  bridge({ port: asElectronPort(port2), socket: new WebSocket(`ws://127.0.0.1:${port}`), onLost: lost });
});

afterEach(() => {
  page.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
});

test('text goes both ways, also what the page said before the socket was open', async () => {
  page.postMessage('early');
  const socket = await accepted;
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.toString()).toBe('early');
  socket.send('answer');
  expect(await once(page, 'message')).toEqual(['answer']);
});

test("the page's end ends the socket, and is no lost server", async () => {
  const socket = await accepted;
  page.postMessage('hello');
  await once(socket, 'message');
  page.close();
  await once(socket, 'close');
  expect(lost).not.toHaveBeenCalled();
});

test('the end of the socket under an open page is a lost server', async () => {
  const socket = await accepted;
  socket.terminate();
  await expect.poll(() => lost.mock.calls.length).toBe(1);
});

test('a server that is not there is a lost server', async () => {
  const [{ port2 }, gone] = [new MessageChannel(), vi.fn<() => void>()];
  bridge({ port: asElectronPort(port2), socket: new WebSocket('ws://127.0.0.1:1'), onLost: gone });
  await expect.poll(() => gone.mock.calls.length).toBe(1);
  port2.close();
});

test('anything but text is not passed on', async () => {
  const socket = await accepted;
  page.postMessage({ not: 'text' });
  page.postMessage('text');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.toString()).toBe('text');
});
