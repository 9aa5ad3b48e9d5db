import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { textOf } from './errors.ts';

export const controlCommands = [
  'api.stop',
  'api.start',
  'controllers.stop',
  'controllers.start',
  'kubelet.stop',
  'kubelet.start',
] as const;
export type ControlCommand = (typeof controlCommands)[number];
export type Control = (command: ControlCommand) => Promise<void>;

export interface ControlServer extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
}

/**
 * Lets other processes stop and start the bed's programs, which only the process that started the bed can do: it holds
 * their lifelines.
 */
export async function serveControl(control: Control): Promise<ControlServer> {
  const key = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    const command = controlCommands.find((name) => request.url === `/${name}`);
    if (request.headers.authorization !== `Bearer ${key}` || request.method !== 'POST' || !command) {
      response.writeHead(404).end();
      return;
    }
    control(command).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(textOf(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function remoteControl({ url, key }: { readonly url: string; readonly key: string }): Control {
  return async (command) => {
    const response = await fetch(`${url}/${command}`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`${command}: ${(await response.text()) || `status ${response.status}`}`);
  };
}
