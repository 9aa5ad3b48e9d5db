import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { Json } from '../../json.ts';
import type { Kubelet } from '../kubelet.ts';
import { startDemoApi, type DemoApi } from '../server.ts';
import { Store } from '../store.ts';
import { seededRandom, START } from './demo-sandbox.ts';

export interface Reply {
  readonly status: number;
  readonly warnings: readonly string[];
  readonly type: string;
  readonly text: string;
  /** The text as JSON; an empty object where it is none. */
  readonly body: Json;
}

export interface Sent {
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WatchLine {
  readonly type: string;
  readonly object: { readonly metadata: Json; readonly [field: string]: unknown };
}

/** What pods say that nobody runs: everything echoes, and logs are two lines. */
export const idleKubelet: Kubelet = {
  connect: () => Promise.resolve(new PassThrough()),
  onGone: () => () => undefined,
  logs: () => Readable.from(['first\n', 'second\n']),
};

/** A demo API server on a real socket, and a plain client of it. */
export class DemoApiBench {
  readonly store: Store;
  readonly clock: Clock;
  readonly api: DemoApi;
  readonly #agent: Agent;

  private constructor({ store, clock, api }: { readonly store: Store; readonly clock: Clock; readonly api: DemoApi }) {
    this.store = store;
    this.clock = clock;
    this.api = api;
    this.#agent = new Agent({ ca: api.ca, keepAlive: true });
  }

  /** With the namespace `shop`. */
  static async start({
    clock = new FakeClock({ now: START }),
    kubelet = idleKubelet,
    historyLimit,
  }: {
    readonly clock?: Clock;
    readonly kubelet?: Kubelet;
    readonly historyLimit?: number;
  } = {}): Promise<DemoApiBench> {
    const random = seededRandom(11);
    const store = new Store({ clock, random, ...(historyLimit !== undefined && { historyLimit }) });
    store.create({ kind: 'Namespace', metadata: { name: 'shop' } });
    const api = await startDemoApi({ registry: store, kubelet, clock });
    return new DemoApiBench({ store, clock, api });
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.api.close();
  }

  async send(method: string, path: string, sent: Sent = {}): Promise<Reply> {
    const answer = await this.open(method, path, sent);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const warnings = [answer.headers['warning'] ?? []].flat();
    const type = answer.headers['content-type'] ?? '';
    return { status: answer.statusCode ?? 0, warnings, type, text, body: type.includes('json') ? asJson(text) : {} };
  }

  /** The first `count` events of a watch; ends it then. */
  async watch(path: string, count: number, sent: Sent = {}): Promise<WatchLine[]> {
    const answer = await this.open('GET', path, sent);
    const lines: WatchLine[] = [];
    let rest = '';
    for await (const chunk of answer) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((line) => JSON.parse(line) as WatchLine));
      if (lines.length >= count) break;
    }
    answer.destroy();
    return lines;
  }

  open(
    method: string,
    path: string,
    { body, type = 'application/json', headers = {} }: Sent,
  ): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        this.api.url + path,
        {
          method,
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.api.token}`,
            ...(text !== undefined && { 'content-type': type }),
            ...headers,
          },
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
