import type { RequestListener } from 'node:http';
import type { ServerOptions } from 'node:https';
import { afterEach } from 'vitest';
import { AppError } from '../../../shared/failure.ts';
import type { Failure } from '../../../shared/failure.ts';
import { systemClock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import type { ContextEntry } from '../kube/context-entry.ts';
import { ExecPlugins } from '../kube/exec-plugins.ts';
import { openApi } from '../kube/http.ts';
import type { ApiOptions } from '../kube/http.ts';
import { startKubeServer } from './kube-server.ts';
import type { KubeServer } from './kube-server.ts';

/** Servers and connections of one test, closed after it. */
export interface Sandbox {
  serve(answer: RequestListener, tls?: ServerOptions): Promise<KubeServer>;
  open(entry: ContextEntry, options?: Partial<ApiOptions>): KubeApi;
  /** Closes something else after the test as well. */
  owns<T extends { close(): unknown }>(one: T): T;
}

/** Call it at the top of a test file. */
export function useSandbox(): Sandbox {
  const opened: { close(): unknown }[] = [];
  const owns = <T extends { close(): unknown }>(one: T): T => {
    opened.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });
  const execPlugins = new ExecPlugins({
    clock: systemClock,
    env: process.env,
    shellPath: () => Promise.resolve(undefined),
  });
  return {
    owns,
    serve: async (answer, tls) => owns(await startKubeServer(answer, tls)),
    open: (entry, options) => owns(openApi(entry, { clock: systemClock, execPlugins, env: {}, ...options })),
  };
}

/** Lists the Services of the cluster, as any request would do. */
export const listServices = {
  path: '/api/v1/services',
  verb: 'list',
  resource: 'services',
  get signal(): AbortSignal {
    return new AbortController().signal;
  },
};

/** Answers each request with this JSON. */
export function answers(body: unknown, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Answers with what it was asked, and takes only these bearer tokens. */
export function echo(accepted?: (token: string | undefined) => boolean): RequestListener {
  return (request, response) => {
    const { authorization } = request.headers;
    if (accepted && !accepted(authorization?.replace('Bearer ', ''))) {
      return answers({ kind: 'Status', message: 'Unauthorized' }, 401)(request, response);
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      answers({ method, url, headers, body })(request, response);
    });
  };
}

/** The failure that something rejects with; undefined if it does not reject. */
export async function failureOf(work: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
}
