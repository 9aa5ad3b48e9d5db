import type { Duplex } from 'node:stream';

/** One request to an API server. `verb`, `resource` and `namespace` are RBAC's words: a 403 names them. */
export interface KubeRequest {
  readonly path: string;
  readonly verb: string;
  readonly resource: string;
  /** Undefined: at the cluster scope. */
  readonly namespace?: string;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly contentType?: string;
  /** Until the response headers, in ms; 10 s unless told. */
  readonly timeout?: number;
}

export interface Upgraded {
  readonly socket: Duplex;
  /** Bytes that came with the answer's headers; they belong to the stream. */
  readonly head: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One API server as one user of it: signed in, through the proxy, on kept-alive connections. Rejects with `AppError`. */
export interface KubeApi {
  /** The server's address without credentials, for messages. */
  readonly server: string;
  json<T>(request: KubeRequest): Promise<T>;
  /**
   * A watch: yields each line's JSON as it arrives and returns when the server ends it in order.
   * A connection cut, also in mid-line, throws `stream-cut`. `onBytes` hears of a good answer's headers, which
   * mean that the watch is on, and of every chunk (liveness).
   */
  lines<T>(request: KubeRequest & { readonly onBytes?: () => void }): AsyncGenerator<T>;
  /** A body of text as it comes, as a log does; read slowly, it is sent slowly. `lines` says the same of JSON. */
  bytes(request: KubeRequest): AsyncGenerator<Buffer>;
  /** Switches protocols; rejects with the server's own words when it answers anything but 101. */
  upgrade(request: KubeRequest & { readonly headers: Readonly<Record<string, string>> }): Promise<Upgraded>;
  close(): void;
}
