import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A packaged app that runs. Its fuses let no test in by Node; Chromium's own way is the one that is left. */
export interface PackagedApp extends AsyncDisposable {
  /** The value of an expression in the window's page. */
  evaluate(expression: string): Promise<unknown>;
}

const LISTENS = /DevTools listening on ws:\/\/(127\.0\.0\.1:\d+)\//;

export async function startPackaged(file: string, env: NodeJS.ProcessEnv): Promise<PackagedApp> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(file, [...asRoot, '--remote-debugging-port=0', '--lang=en-US'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const host = await listening(createInterface(child.stderr));
  child.stderr.resume();
  return {
    evaluate: (expression) => evaluate(host, expression),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    },
  };
}

async function listening(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const host = LISTENS.exec(line)?.[1];
    if (host !== undefined) return host;
  }
  throw new Error('the app ended before it could be asked anything');
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

interface Answer {
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

async function evaluate(host: string, expression: string): Promise<unknown> {
  const targets = (await (await fetch(`http://${host}/json`)).json()) as readonly Target[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) return undefined;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<string>];
    return (JSON.parse(data) as Answer).result?.result?.value;
  } finally {
    socket.close();
  }
}
