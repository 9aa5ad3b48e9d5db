import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubeApi } from '../kube/api.ts';
import { upgradeApi } from './upgrade-api.ts';
import { type ClientFrame, clientFrameReader, serverFrame } from './spdy-frames.ts';

/** The server's side of one connection into a pod. */
export interface PodConnection {
  readonly pod: string;
  readonly port: number;
  /** Everything that the client has sent on the data stream, and whether it has ended or reset it. */
  readonly received: Buffer;
  readonly finished: boolean;
  readonly resetStatus: number | undefined;
  readonly write: (payload: Buffer | string) => void;
  readonly end: () => void;
  readonly reset: (status: number) => void;
  /** Fails as a node does: the text, then both streams end. */
  readonly fail: (text: string) => void;
  readonly onEvent: (listener: (frame: ClientFrame) => void) => void;
}

/** What a pod does with a new connection. */
export type Behaviour = (connection: PodConnection) => void;

/** Dials a real backend. A half-close closes the app's connection, as the runtimes do (they wait a second longer). */
export const backend =
  (port: number): Behaviour =>
  (connection) => {
    const app: Socket = connect(port, '127.0.0.1');
    app.on('data', (chunk) => connection.write(chunk));
    app.on('end', () => connection.end());
    app.on('error', ({ message }) =>
      connection.fail(`error forwarding port ${String(connection.port)} to pod x, uid : ${message}`),
    );
    connection.onEvent((frame) => {
      if (frame.t === 'data') app.write(frame.payload);
      if (frame.t === 'reset' || (frame.t === 'data' && frame.fin)) app.destroy();
    });
  };

export const refuse: Behaviour = (connection) =>
  connection.fail(
    `error forwarding port ${String(connection.port)} to pod 4f1b, uid : failed to execute portforward in network namespace ` +
      `"/var/run/netns/x": IPv4: dial tcp4 127.0.0.1:${String(connection.port)}: connect: connection refused`,
  );

/** Takes the connection and says nothing. */
export const stall: Behaviour = () => undefined;

interface Session {
  readonly pod: string;
  readonly socket: Duplex;
  readonly pings: number[];
}

/** An API server that only forwards ports, over real HTTP and SPDY/3.1 on loopback, to pods that do as a test says. */
export class SpdyServer {
  /** By `namespace/name`. A pod that is not here does not exist. */
  readonly pods = new Map<string, Behaviour>();
  /** Sessions open now, and all connections into pods so far. */
  readonly sessions = new Set<Session>();
  readonly connections: PodConnection[] = [];
  /** How many upgrades were asked for. */
  dials = 0;
  /** Answers upgrades with this instead of 101. */
  refusal: { readonly status: number; readonly message: string } | undefined;
  /** Leaves the client's pings unanswered. */
  mute = false;
  /** Keeps SYN_REPLYs back until `sendReplies`. */
  lateReplies = false;
  readonly #late: (() => void)[] = [];
  readonly #server = createServer();
  #port = 0;

  static async start(): Promise<SpdyServer> {
    const server = new SpdyServer();
    server.#server.on('upgrade', (request, socket, head) => server.#upgrade(request, socket, head));
    await server.listen();
    return server;
  }

  get api(): KubeApi {
    return upgradeApi(this.#port);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** As when the API server is killed: nobody listens, all sessions are cut. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  cut(): void {
    for (const { socket } of this.sessions) socket.destroy();
  }

  /** Sends raw bytes on every session. */
  say(bytes: Buffer): void {
    for (const { socket } of this.sessions) socket.write(bytes);
  }

  sendReplies(): void {
    this.lateReplies = false;
    for (const send of this.#late.splice(0)) send();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.dials++;
    socket.on('error', () => undefined);
    const [, namespace = '', name = ''] =
      /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/portforward$/.exec(request.url ?? '') ?? [];
    const pod = `${namespace}/${name}`;
    const refusal =
      this.refusal ?? (this.pods.has(pod) ? undefined : { status: 404, message: `pods "${name}" not found` });
    const asked = [request.method, request.headers.upgrade, request.headers['x-stream-protocol-version']].join(' ');
    if (refusal || asked !== 'POST SPDY/3.1 portforward.k8s.io') {
      const { status, message } = refusal ?? { status: 400, message: `unexpected ${asked}` };
      const body = JSON.stringify({ kind: 'Status', code: status, message });
      socket.end(
        `HTTP/1.1 ${String(status)} No\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
        () => socket.destroy(),
      );
      return;
    }
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: portforward.k8s.io\r\n\r\n',
    );
    this.#serve({ pod, socket, pings: [] }, head);
  }

  #serve(session: Session, head: Buffer): void {
    const { socket } = session;
    const read = clientFrameReader();
    const halves = new Map<string, number>();
    const byData = new Map<number, (frame: ClientFrame) => void>();
    this.sessions.add(session);
    socket.on('close', () => this.sessions.delete(session));
    socket.on('end', () => socket.destroy());

    const take = (frame: ClientFrame): void => {
      if (frame.t === 'ping') {
        session.pings.push(frame.id);
        if (frame.id % 2 === 1 && !this.mute) socket.write(serverFrame.ping(frame.id));
      } else if (frame.t === 'syn') {
        const reply = (): unknown => socket.write(serverFrame.reply(frame.id));
        if (this.lateReplies) this.#late.push(reply);
        else reply();
        const { requestid = '', streamtype, port } = frame.headers;
        const errorId = halves.get(requestid);
        if (streamtype === 'error') halves.set(requestid, frame.id);
        else if (errorId !== undefined)
          byData.set(frame.id, this.#connect(session, { dataId: frame.id, errorId, port: Number(port) }));
      } else {
        byData.get(frame.id)?.(frame);
      }
    };
    const receive = (chunk: Buffer): void => read(chunk).forEach(take);
    socket.on('data', receive);
    if (head.length > 0) receive(head);
  }

  #connect(
    { pod, socket }: Session,
    { dataId, errorId, port }: { readonly dataId: number; readonly errorId: number; readonly port: number },
  ): (frame: ClientFrame) => void {
    const chunks: Buffer[] = [];
    const state = { finished: false, resetStatus: undefined as number | undefined };
    let ended = false;
    const listeners: ((frame: ClientFrame) => void)[] = [];
    const say = (bytes: Buffer): void => {
      if (!ended && !socket.destroyed) socket.write(bytes);
    };
    const connection: PodConnection = {
      pod,
      port,
      get received() {
        return Buffer.concat(chunks);
      },
      get finished() {
        return state.finished;
      },
      get resetStatus() {
        return state.resetStatus;
      },
      write: (payload) => say(serverFrame.data(dataId, { payload: Buffer.from(payload) })),
      end: () => {
        say(serverFrame.data(errorId, { fin: true }));
        say(serverFrame.data(dataId, { fin: true }));
        ended = true;
      },
      reset: (status) => {
        say(serverFrame.reset(dataId, status));
        ended = true;
      },
      fail: (text) => {
        say(serverFrame.data(errorId, { payload: Buffer.from(text) }));
        say(serverFrame.data(errorId, { fin: true }));
        say(serverFrame.data(dataId, { fin: true }));
        ended = true;
      },
      onEvent: (listener) => listeners.push(listener),
    };
    this.connections.push(connection);
    this.pods.get(pod)?.(connection);
    return (frame) => {
      if (frame.t === 'data') {
        chunks.push(frame.payload);
        state.finished ||= frame.fin;
      }
      if (frame.t === 'reset') state.resetStatus = frame.status;
      for (const listener of listeners) listener(frame);
    };
  }
}
