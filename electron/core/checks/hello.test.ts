import { createServer as createHttps } from 'node:https';
import { createServer as createHttp } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Heard, Hello } from '../../../shared/model/check.ts';
import { systemClock } from '../clock.ts';
import { makeCertificate } from '../self-signed.ts';
import { sayHello } from './hello.ts';
import { helloOf } from './hello-of.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const servers = {
  http: () => createHttp((_, response) => response.writeHead(404).end()),
  https: () => createHttps(makeCertificate(Date.now()), (_, response) => response.end('ok')),
  greeting: () => createServer((socket) => socket.on('error', () => undefined).end('220 mail.example.com\r\n')),
  silent: () => createServer((socket) => socket.on('error', () => undefined)),
  hangingUp: () => createServer((socket) => socket.on('error', () => undefined).end()),
} as const;

async function hear(hello: Hello, server: Server, patience = 2_000): Promise<Heard> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const { signal } = new AbortController();
  return sayHello(() => connect(port, '127.0.0.1'), {
    hello,
    host: 'web.shop.svc',
    clock: systemClock,
    patience,
    signal,
  });
}

test.each([
  ['http', 'http', { t: 'http', status: 404 }],
  ['http', 'greeting', { t: 'bytes', text: '220 mail.example.com' }],
  ['http', 'hangingUp', { t: 'hung-up' }],
  ['listen', 'greeting', { t: 'bytes', text: '220 mail.example.com' }],
  ['listen', 'hangingUp', { t: 'hung-up' }],
  ['tls', 'http', { t: 'http', status: 404 }],
  ['tls', 'hangingUp', { t: 'hung-up' }],
] as const)('%s to a server that is %s', async (hello, server, heard) => {
  expect(await hear(hello, servers[server]())).toEqual(heard);
});

test.each(['http', 'tls'] as const)('TLS is found behind a hello of %s', async (hello) => {
  expect(await hear(hello, servers.https())).toMatchObject({
    t: 'tls',
    names: expect.arrayContaining(['127.0.0.1']) as string[],
  });
});

test('what says nothing has taken the connection all the same', async () => {
  expect(await hear('http', servers.silent(), 50)).toEqual({ t: 'silence' });
});

test.each([
  [{ name: 'https', port: 443 }, 'tls'],
  [{ name: 'http-web', port: 80 }, 'http'],
  [{ port: 3000 }, 'http'],
  [{ port: 80, targetPort: 5432 }, 'listen'],
  [{ name: 'postgres', port: 5432 }, 'listen'],
  [{ port: 80, appProtocol: 'kubernetes.io/h2c' }, 'listen'],
  [{ name: 'dns', port: 53, protocol: 'UDP' }, undefined],
] as const)('%j is said %s', (port, hello) => {
  expect(helloOf(port)).toBe(hello);
});
