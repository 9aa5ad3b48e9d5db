import { homedir } from 'node:os';
import { RPCHandler } from '@orpc/server/message-port';
import type { HostMessage } from '../../shared/desktop.ts';
import { createCore } from './core.ts';
import { stateDir } from './state-dir.ts';

/**
 * The core in a process of its own, Electron's utilityProcess: main hands it the windows' ports and tells it when to
 * end. Electron is not imported; what it adds to `process` is described by the few members in use.
 */
interface Port extends NodeJS.EventEmitter {
  postMessage(message: unknown): void;
  start(): void;
}
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: HostMessage; readonly ports: readonly Port[] }) => void,
  ): void;
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
if (!parentPort) throw new Error('core/process.ts runs in a utilityProcess of Electron');

const starting = createCore({ env: process.env, home: homedir(), stateDir: stateDir(process.env), localShell: true }).then((core) => ({
  core,
  handler: new RPCHandler<object>(core.router),
}));

parentPort.on('message', ({ data, ports }) => {
  receive(data, ports).catch((error: unknown) => {
    // Main starts it again; what a crash says must not get lost before.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});

async function receive(message: HostMessage, [port]: readonly Port[]): Promise<void> {
  const { core, handler } = await starting;
  switch (message) {
    case 'port':
      if (!port) return;
      handler.upgrade(port);
      port.start();
      return;
    case 'close':
      await core.close();
      process.exit(0);
  }
}
