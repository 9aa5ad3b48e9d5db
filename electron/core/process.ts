import { homedir } from 'node:os';
import { RPCHandler } from '@orpc/server/message-port';
import type { HostMessage } from '../../shared/desktop.ts';
import { createCore } from './core.ts';
import type { Log } from './log/log.ts';
import { redact } from './log/redact.ts';
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

let log: Log | undefined;
const starting = createCore({
  env: process.env,
  home: homedir(),
  stateDir: stateDir(process.env),
  localShell: true,
}).then((core) => {
  ({ log } = core);
  return { core, handler: new RPCHandler<object>(core.router) };
});

parentPort.on('message', ({ data, ports }) => {
  receive(data, ports).catch((error: unknown) => {
    die(error);
  });
});
process.on('uncaughtException', die);

/** Main starts it again; what a crash says must not get lost before. */
function die(error: unknown): never {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log?.problem(text);
  process.stderr.write(`${redact(text)}\n`);
  process.exit(1);
}

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
