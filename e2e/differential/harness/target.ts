import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { Bed } from '../../cluster/bed.ts';
import { layout } from '../../cluster/layout.ts';
import { readCert } from '../../cluster/pki.ts';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly warnings: readonly string[];
  readonly text: string;
}

export interface OpenWatch {
  readonly status: number;
  readonly type: string;
  /** Ends when the server ends the stream. */
  readonly lines: AsyncIterable<string>;
  close(): void;
}

/** A cluster as the differential test reaches it: nothing but HTTP, and nothing that Portolan itself uses. */
export interface Target {
  send(request: Request): Promise<Reply>;
  watch(request: Pick<Request, 'path' | 'headers'>): Promise<OpenWatch>;
  /** Makes the server lose its past. */
  forget(): Promise<void>;
  close(): void;
}

export interface TargetOptions {
  readonly server: string;
  readonly token: string;
  readonly ca: string;
  readonly forget: () => Promise<void>;
}

/** Milliseconds after which a server that says nothing is taken for one that never will. */
const silence = 10_000;

export function openTarget({ server, token, ca, forget }: TargetOptions): Target {
  const agent = new Agent({ ca, keepAlive: true });
  const open = ({ method, path, headers, body }: Request): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const all = withDefaults(headers, token, body);
      const settings = { method, headers: all, agent, timeout: silence };
      const outgoing = request(server + path, settings, resolve);
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
      // A server that refuses a large body answers before it has read it, and hangs up.
      outgoing.on('error', (error) => setTimeout(() => reject(error), 200));
      outgoing.end(body);
    });
  return {
    send: async (asked) => {
      const answer = await open(asked);
      return { ...headOf(answer), warnings: warningsOf(answer), text: await textOf(answer) };
    },
    watch: async ({ path, headers }) => {
      const answer = await open({ method: 'GET', path, headers });
      const lines = createInterface({ input: answer, crlfDelay: Infinity });
      return { ...headOf(answer), lines, close: () => answer.destroy() };
    },
    forget,
    close: () => agent.destroy(),
  };
}

/** The real control plane, as its admin. */
export async function realTarget(bed: Bed): Promise<Target> {
  const { dir, server, tokens } = bed;
  const { cert: ca } = await readCert(layout(dir).pki, 'ca');
  const forget = async (): Promise<void> => {
    await bed.api.stop(); // what its watch cache knows goes too
    await bed.compact();
    await bed.api.start();
  };
  return openTarget({ server, token: tokens.admin, ca, forget });
}

/** `authorization: ''` asks as nobody. */
function withDefaults(headers: Request['headers'], token: string, body: string | undefined): Record<string, string> {
  const all: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${token}`, ...headers };
  if (all['authorization'] === '') delete all['authorization'];
  if (body === undefined) return all;
  return { 'content-type': 'application/json', ...all, 'content-length': String(Buffer.byteLength(body)) };
}

function headOf(answer: IncomingMessage): { status: number; type: string } {
  return { status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '' };
}

/** Node joins headers of one name with commas, which stand in warnings too. */
function warningsOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning');
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer); // no encoding is set
  } catch (error) {
    if (chunks.length === 0) throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
