import { createServer, type Server, type Socket } from 'node:net';
import { AppError, fail, failure, type Failure } from '../../../shared/failure.ts';
import type {
  ForwardEntry,
  ForwardSpec,
  ForwardState,
  ForwardView,
  ForwardWishes,
  LocalPort,
} from '../../../shared/model/forward.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import { listenOnLoopback, type Loopback } from '../loopback.ts';
import { carry } from './connect.ts';
import { Errands, PATIENCE } from './errands.ts';
import type { Turnover } from './endpoint-tally.ts';
import { ForwardBalance } from './forward-balance.ts';
import type { ForwardTarget } from './forward-target.ts';
import { hostFor } from './http/headers.ts';
import { HttpFront } from './http/http-front.ts';
import { isKnownHost } from './http/known-host.ts';
import { isHttp } from './http/http-mode.ts';
import { peeking, type Peek } from './http/peek.ts';
import { RequestLog } from './http/request-log.ts';
import type { Dial } from './pod-stream.ts';
import { schemeOf } from './scheme.ts';
import { SessionPool } from './session-pool.ts';
import { dialPod, protocolOf } from './dial-pod.ts';

/** The log keeps so many entries. */
const LOG = 50;

export interface ForwardOptions {
  readonly key: string;
  readonly spec: ForwardSpec;
  readonly target: ForwardTarget;
  readonly clock: Clock;
  /** The view is another one now; `urgent` when more than a counter changed. */
  readonly onChange: (urgent: boolean) => void;
}

export interface ListenOptions {
  /** The port that the person has in mind. */
  readonly wanted: number;
  /** Makes a failure of an error of listening on a port. */
  readonly why: (port: number, error: unknown) => Failure;
}

/** One forward: a local port, and for each connection to it the next ready endpoint of the Service. */
export class Forward {
  readonly key: string;
  /** The last requests, in the mode that knows of requests. */
  readonly requests = new RequestLog();
  readonly #options: ForwardOptions;
  readonly #balance: ForwardBalance;
  readonly #pool: SessionPool;
  readonly #errands: Errands;
  readonly #front: HttpFront;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  #log: readonly ForwardEntry[] = [];
  #spec: ForwardSpec;
  #isKubeProxyAsked = false;
  #listener: (LocalPort & Pick<Loopback<Server>, 'servers'>) | undefined;
  /** The API server that the last session leads through. */
  #dialled: KubeApi | undefined;
  #state: ForwardState = { state: 'starting' };

  constructor(options: ForwardOptions) {
    this.key = options.key;
    this.#options = options;
    this.#spec = options.spec;
    const { target, clock } = options;
    this.#balance = new ForwardBalance(clock);
    // An async function: a context that is not connected must reject, not throw.
    const dial: Dial = async ({ namespace, pod }, dialling) => {
      const api = target.api();
      const session = await dialPod({ api, clock, namespace, pod, ...dialling });
      this.#dialled = api;
      return session;
    };
    this.#pool = new SessionPool({ dial, clock });
    this.#errands = new Errands({
      clock,
      balance: this.#balance,
      pool: this.#pool,
      whyNobody: () => this.#whyNoEndpoint(),
      onMissed: ({ pod }, reason) => this.#note({ kind: 'failed', pod, failure: reason }),
      onChange: () => options.onChange(false),
      closing: this.#closing.signal,
    });
    this.#front = new HttpFront({
      clock,
      log: this.requests,
      service: `${options.spec.namespace}/${options.spec.name}`,
      host: () => hostFor(this.#spec),
      knows: (host) => isKnownHost(host, this.#spec),
      begin: (source) => this.#errands.begin(source),
      pass: (socket, onAnswer) => this.#carry(socket, onAnswer),
    });
    target.service.subscribe(() => this.#follow());
    target.trouble.subscribe(() => this.#settle());
    this.#follow();
  }

  /** What was asked for, with the wishes for its balance as they are now. */
  get spec(): ForwardSpec {
    return this.#spec;
  }

  get localPort(): number | undefined {
    return this.#listener?.port;
  }

  get view(): ForwardView {
    const { port, policy, kubeProxy, endpoints } = this.#balance;
    const scheme = port && schemeOf(port);
    return {
      key: this.key,
      spec: this.spec,
      state: this.#state,
      ...(this.#listener && { local: localOf(this.#listener) }),
      ...(scheme && { scheme }),
      ...(isHttp(this.#spec, port) && { http: true }),
      policy,
      ...(policy === 'cluster' && kubeProxy && { kubeProxy }),
      ...this.#errands.view,
      ...(this.#dialled && { protocol: protocolOf(this.#dialled) }),
      endpoints,
      log: this.#log,
    };
  }

  /** Takes the first of `ports` that is free. Rejects with why the first one is not, as `why` understands it. */
  async listen(ports: readonly number[], { wanted, why }: ListenOptions): Promise<void> {
    let taken: Failure | undefined;
    for (const port of ports) {
      try {
        // An error after it listens is one connection that could not be accepted (no more descriptors), not its end.
        const create = (): Server =>
          createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket)).on(
            'error',
            () => undefined,
          );
        this.#listener = {
          ...(await listenOnLoopback(port, create, this.#spec.address)),
          wanted,
          ...(taken && { taken }),
        };
        if (this.#closing.signal.aborted) await this.#shut();
        this.#settle();
        return;
      } catch (error) {
        taken ??= why(port, error);
      }
    }
    throw new AppError(taken ?? failure('listen-failed', { port: wanted, detail: '-' }));
  }

  /** Holds from the next connection on; those that there are stay where they are. */
  change(wishes: ForwardWishes): void {
    this.#spec = { ...this.#spec, ...wishes };
    this.#follow();
  }

  /** Nothing can be forwarded, for a reason that does not go away by itself. */
  fail(reason: Failure): void {
    this.#state = { state: 'failed', failure: reason };
    this.#options.onChange(true);
  }

  async close(): Promise<void> {
    this.#closing.abort(fail('forward-unknown', { id: this.key }));
    this.#options.target.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#front.close();
    this.#pool.close();
    await this.#shut();
  }

  async #shut(): Promise<void> {
    const servers = this.#listener?.servers ?? [];
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** Takes over the Service and its endpoints as they are now. */
  #follow(): void {
    const service = this.#options.target.service.current;
    if (service.state === 'known') {
      const before = this.#balance.policy;
      this.#noteTurnover(this.#balance.follow(this.#spec, service.row, service.endpoints));
      const { policy } = this.#balance;
      if (policy !== before) this.#note({ kind: 'balanced', policy });
      if (policy === 'cluster') this.#askKubeProxy().catch(() => (this.#isKubeProxyAsked = false));
    } else if (service.state === 'gone') {
      const { namespace, name } = this.spec;
      this.#balance.offers.set({ candidates: [], failure: failure('service-gone', { namespace, name }) });
    }
    this.#settle();
  }

  /** Once; again at the next change of the Service if the cluster did not answer. */
  async #askKubeProxy(): Promise<void> {
    if (this.#isKubeProxyAsked) return;
    this.#isKubeProxyAsked = true;
    this.#balance.kubeProxy = await this.#options.target.kubeProxy(this.#closing.signal);
    this.#options.onChange(true);
  }

  /** The state follows from the endpoints and the cluster; only a port that cannot be opened is final. */
  #settle(): void {
    const { service, trouble } = this.#options.target;
    const reason = trouble.current ?? this.#balance.offers.current.failure;
    const isKnown = reason !== undefined || service.current.state !== 'loading';
    if (this.#listener && isKnown && this.#state.state !== 'failed') {
      const before = this.#state.state;
      if (this.#spec.paused) this.#state = { state: 'paused' };
      else this.#state = reason ? { state: 'holding', failure: reason } : { state: 'listening' };
      const { state: kind } = this.#state;
      if (before !== kind) this.#note({ kind, ...(kind === 'holding' && reason && { failure: reason }) });
    }
    this.#options.onChange(true);
  }

  /** Carries a connection of its own listener, or one that came here in another way. Takes the socket over. */
  accept(socket: Socket): void {
    if (this.#spec.paused) {
      socket.resetAndDestroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (isHttp(this.#spec, this.#balance.port)) return this.#front.accept(socket);
    // What goes wrong is the connection's own trouble, and told in the view.
    this.#carry(socket).catch(() => undefined);
  }

  async #carry(socket: Socket, onAnswer?: (answer: Peek) => void): Promise<void> {
    const { way, end } = this.#errands.begin(socket.remoteAddress ?? '');
    try {
      await carry(socket, onAnswer ? peeking(way, onAnswer) : way);
      end();
    } catch (error) {
      end(error);
    }
  }

  #whyNoEndpoint(): AppError {
    const trouble = this.#options.target.trouble.current;
    const { candidates, failure: reason } = this.#balance.offers.current;
    if (trouble) return new AppError(trouble);
    if (reason && reason.code !== 'no-endpoints' && reason.code !== 'none-ready') return new AppError(reason);
    const { context, namespace, name } = this.spec;
    // There are endpoints, so it was the way to them that took too long.
    if (candidates.length > 0) return fail('timeout', { server: context, seconds: PATIENCE / 1000 });
    return fail('no-ready-endpoint', { service: `${namespace}/${name}`, seconds: PATIENCE / 1000 });
  }

  #noteTurnover({ joined, left }: Turnover): void {
    for (const pod of left) this.#note({ kind: 'left', pod });
    for (const pod of joined) this.#note({ kind: 'joined', pod });
  }

  #note(entry: Omit<ForwardEntry, 'at'>): void {
    this.#log = [...this.#log, { at: this.#options.clock.now(), ...entry }].slice(-LOG);
    this.#options.onChange(false);
  }
}

function localOf({ port, addresses, wanted, taken }: LocalPort): LocalPort {
  return { port, addresses, wanted, ...(taken && { taken }) };
}
