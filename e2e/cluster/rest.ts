import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { collectionPath, objectPath } from './objects.ts';
import type { KubeObject, ObjectRef } from './objects.ts';

/** What the API server answered when it was not 2xx. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
  }
}

export interface RestOptions {
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

interface Content {
  readonly body?: unknown;
  readonly type?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type PatchKind = 'merge' | 'strategic' | 'json' | 'apply';

const patchTypes: Readonly<Record<PatchKind, string>> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/**
 * The admin's plain way to the API server: requests over kept connections, and no code that Portolan itself uses, for the
 * bed must not believe what it is there to check.
 */
export class Rest implements Disposable {
  readonly #server: string;
  readonly #agent: Agent;

  constructor({ server, ca, cert, key }: RestOptions) {
    this.#server = server;
    this.#agent = new Agent({ ca, cert, key, keepAlive: true, maxSockets: 32 });
  }

  get<T = KubeObject>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  async list(path: string): Promise<KubeObject[]> {
    return (await this.get<{ items: KubeObject[] }>(path)).items;
  }

  create<T = KubeObject>(object: KubeObject): Promise<T> {
    return this.send<T>('POST', collectionPath(object, object.metadata.namespace), { body: object });
  }

  patch<T = KubeObject>(path: string, body: unknown, kind: PatchKind = 'merge'): Promise<T> {
    return this.send<T>('PATCH', path, { body, type: patchTypes[kind] });
  }

  async delete(of: ObjectRef, query = ''): Promise<void> {
    await this.send('DELETE', objectPath(of) + query);
  }

  /** Creates the object, or makes the one that is there like it. */
  async apply(object: KubeObject): Promise<void> {
    try {
      await this.create(object);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
      await this.patch(`${objectPath(object)}?fieldManager=bed&force=true`, object, 'apply');
    }
  }

  async send<T>(method: Method, path: string, { body, type = 'application/json' }: Content = {}): Promise<T> {
    const { status, text } = await this.#exchange(
      method,
      path,
      body === undefined ? undefined : [JSON.stringify(body), type],
    );
    if (status < 200 || status > 299) throw toApiError(status, text);
    return JSON.parse(text) as T; // the caller names what the API serves at this path
  }

  /** The status alone, for /readyz and the like. */
  async probe(path: string): Promise<number> {
    return (await this.#exchange('GET', path)).status;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #exchange(
    method: Method,
    path: string,
    body?: [text: string, type: string],
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (body) {
        headers['content-type'] = body[1];
        headers['content-length'] = String(Buffer.byteLength(body[0]));
      }
      const outgoing = request(this.#server + path, { method, headers, agent: this.#agent }, (response) => {
        readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body?.[0]);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer); // no encoding is set, so these are Buffers
  return Buffer.concat(chunks).toString('utf8');
}

function toApiError(status: number, text: string): ApiError {
  try {
    const { reason = '', message = text } = JSON.parse(text) as { reason?: string; message?: string }; // metav1.Status
    return new ApiError(status, reason, message);
  } catch {
    return new ApiError(status, '', text.trim());
  }
}
