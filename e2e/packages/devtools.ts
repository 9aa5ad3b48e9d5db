import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A packaged app that runs. Its fuses let no test in by Node; Chromium's own way is the one that is left. */
export interface PackagedApp extends AsyncDisposable {
  /** The value of an expression in the window's page. */
  evaluate(expression: string): Promise<unknown>;
  /** Types this where the page's focus is. */
  type(text: string): Promise<void>;
  /** Presses Enter there. */
  enter(): Promise<void>;
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
    type: async (text) => {
      await ask(host, 'Input.insertText', { text });
    },
    enter: async () => {
      await ask(host, 'Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...ENTER });
      await ask(host, 'Input.dispatchKeyEvent', { type: 'keyUp', ...ENTER });
    },
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

const ENTER = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };

async function evaluate(host: string, expression: string): Promise<unknown> {
  const answer = await ask(host, 'Runtime.evaluate', { expression, returnByValue: true });
  return answer?.result?.result?.value;
}

/** A command of the devtools protocol to the window's page; undefined while there is none. */
async function ask(host: string, method: string, params: object): Promise<Answer | undefined> {
  const targets = (await (await fetch(`http://${host}/json`)).json()) as readonly Target[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) return undefined;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method, params }));
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<string>];
    return JSON.parse(data) as Answer;
  } finally {
    socket.close();
  }
}
