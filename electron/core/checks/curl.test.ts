import { execFile } from 'node:child_process';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Hello } from '../../../shared/model/check.ts';
import type { Ran } from '../test-pod/run.ts';
import { curlCommand, heardBy } from './curl.ts';

function run([program = '', ...args]: readonly string[]): Promise<Ran> {
  return new Promise((resolve) =>
    execFile(program, args, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
      resolve({ stdout, stderr, code });
    }),
  );
}

const hasCurl = (await run(['curl', '--version'])).code === 0;
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // it listens on TCP
}

const ask = async (host: string, port: number, hello: Hello) => heardBy(await run(curlCommand(host, port, hello)));

describe.skipIf(!hasCurl)('the real curl is understood', () => {
  test('when HTTP answers, and when TLS was asked for in vain', async () => {
    const port = await portOf(createHttp((_, response) => response.writeHead(503).end()));
    expect(await ask('127.0.0.1', port, 'http')).toEqual({ t: 'http', status: 503 });
    expect(await ask('127.0.0.1', port, 'tls')).toMatchObject({ t: 'bytes' });
  });

  test('when somebody hangs up, or nobody is there, or has that name', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).destroy());
    const port = await portOf(server);
    expect(await ask('127.0.0.1', port, 'http')).toEqual({ t: 'hung-up' });
    expect(await ask('127.0.0.1', port, 'listen')).toEqual({ t: 'hung-up' });
    await new Promise((resolve) => server.close(resolve));
    expect(await ask('127.0.0.1', port, 'http')).toEqual({ t: 'refused' });
    expect(await ask('127.0.0.1', port, 'listen')).toEqual({ t: 'refused' });
    expect(await ask('web.shop.svc.invalid', port, 'http')).toEqual({ t: 'unresolved' });
  });
});

test.each([
  [28, '000,0.000000,', '', { t: 'timeout' }],
  [28, '000,0.000412,10.96.0.1', '', { t: 'silence' }],
  [
    7,
    '000,0.000000,',
    'curl: (7) Failed to connect to x port 80: No route to host',
    { t: 'failed', detail: 'Failed to connect to x port 80: No route to host' },
  ],
] as const)('exit %i with %s %s', (code, stdout, stderr, heard) => {
  expect(heardBy({ code, stdout, stderr })).toEqual(heard);
});
