import { createServer, type Server, type Socket } from 'node:net';
import { AppError, fail, failure, toFailure, type Failure } from '../../../shared/failure.ts';
import type {
  ForwardEntry,
  ForwardProtocol,
  ForwardSpec,
  ForwardState,
  ForwardView,
  LocalPort,
} from '../../../shared/model/forward.ts';
import type { BalanceWishes } from '../../../shared/model/balance.ts';
import type { Clock } from '../clock.ts';
import { listenOnLoopback, type Loopback } from '../loopback.ts';
import { carry } from './connect.ts';
import type { Turnover } from './endpoint-tally.ts';
import { ForwardBalance } from './forward-balance.ts';
import type { ForwardTarget } from './forward-target.ts';
import type { Dial } from './pod-stream.ts';
import { schemeOf } from './scheme.ts';
import { SessionPool } from './session-pool.ts';
import { dialPod, protocolOf } from './spdy/port-forward.ts';

/** How long a connection waits for an endpoint, in ms. */
const PATIENCE = 10_000;
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
  readonly #options: ForwardOptions;
  readonly #balance: ForwardBalance;
  readonly #pool: SessionPool;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  readonly #counts = { live: 0, waiting: 0, total: 0, failed: 0 };
  readonly #bytes = { in: 0, out: 0 };
  #log: readonly ForwardEntry[] = [];
  #spec: ForwardSpec;
  #listener: (LocalPort & Pick<Loopback<Server>, 'servers'>) | undefined;
  #lastFailure: Failure | undefined;
  #protocol: ForwardProtocol | undefined;
  #state: ForwardState = { state: 'starting' };

  constructor(options: ForwardOptions) {
    this.key = options.key;
    this.#options = options;
    this.#spec = options.spec;
    const { target, clock } = options;
    this.#balance = new ForwardBalance(clock);
    // An async function: a context that is not connected must reject, not throw.
    const dial: Dial = async ({ namespace, pod }, signal) => {
      const api = target.api();
      const session = await dialPod({ api, clock, namespace, pod, signal });
      this.#protocol = protocolOf(api);
      return session;
    };
    this.#pool = new SessionPool({ dial, clock });
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
    const { port, policy, endpoints } = this.#balance;
    const scheme = port && schemeOf(port);
    return {
      key: this.key,
      spec: this.spec,
      state: this.#state,
      ...(this.#listener && { local: localOf(this.#listener) }),
      ...(scheme && { scheme }),
      policy,
      connections: { ...this.#counts },
      ...(this.#protocol && { protocol: this.#protocol }),
      bytes: { ...this.#bytes },
      endpoints,
      log: this.#log,
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    };
  }

  /** Takes the first of `ports` that is free. Rejects with why the first one is not, as `why` understands it. */
  async listen(ports: readonly number[], { wanted, why }: ListenOptions): Promise<void> {
    let taken: Failure | undefined;
    for (const port of ports) {
      try {
        // An error after it listens is one connection that could not be accepted (no more descriptors), not its end.
        const create = (): Server =>
          createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket)).on(
            'error',
            () => undefined,
          );
        this.#listener = { ...(await listenOnLoopback(port, create)), wanted, ...(taken && { taken }) };
        if (this.#closing.signal.aborted) await this.#shut();
        this.#settle();
        return;
      } catch (error) {
        taken ??= why(port, error);
      }
    }
    throw new AppError(taken ?? failure('listen-failed', { port: wanted, detail: '-' }));
  }

  /** Balances otherwise from the next connection on; those that there are stay where they are. */
  change(wishes: BalanceWishes): void {
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
    } else if (service.state === 'gone') {
      const { namespace, name } = this.spec;
      this.#balance.offers.set({ candidates: [], failure: failure('service-gone', { namespace, name }) });
    }
    this.#settle();
  }

  /** The state follows from the endpoints and the cluster; only a port that cannot be opened is final. */
  #settle(): void {
    const { service, trouble } = this.#options.target;
    const reason = trouble.current ?? this.#balance.offers.current.failure;
    const isKnown = reason !== undefined || service.current.state !== 'loading';
    if (this.#listener && isKnown && this.#state.state !== 'failed') {
      const before = this.#state.state;
      this.#state = reason ? { state: 'holding', failure: reason } : { state: 'listening' };
      if (before !== this.#state.state) this.#note({ kind: this.#state.state, ...(reason && { failure: reason }) });
    }
    this.#options.onChange(true);
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#counts.total += 1;
    this.#counts.waiting += 1;
    this.#options.onChange(false);
    // What goes wrong is the connection's own trouble, and told in the view.
    this.#carry(socket).catch(() => undefined);
  }

  async #carry(socket: Socket): Promise<void> {
    const { clock } = this.#options;
    const turn = this.#balance.turn(socket.remoteAddress ?? '');
    const patience = new AbortController();
    const over = new AbortController();
    const give = (): void => patience.abort(this.#whyNoEndpoint());
    clock.sleep(PATIENCE, over.signal).then(give, () => undefined);
    let isWaiting = true;
    const settled = (): void => {
      if (isWaiting) this.#counts.waiting -= 1;
      isWaiting = false;
    };
    try {
      await carry(socket, {
        clock,
        patience: patience.signal,
        pick: (tried, signal) => turn.pick(tried, signal),
        open: ({ namespace, pod, uid, port }, signal) =>
          this.#pool.open({ namespace, pod, ...(uid !== undefined && { uid }) }, port, signal),
        traffic: { onIn: (bytes) => this.#count('in', bytes), onOut: (bytes) => this.#count('out', bytes) },
        onCarried: (candidate) => {
          settled();
          this.#counts.live += 1;
          const done = this.#balance.tally.carried(candidate);
          this.#options.onChange(false);
          return () => {
            this.#counts.live -= 1;
            done();
            this.#options.onChange(false);
          };
        },
        onAnswered: () => (this.#lastFailure = undefined),
        onMissed: (candidate, reason) => {
          this.#balance.tally.missed(candidate);
          this.#note({ kind: 'failed', pod: candidate.pod, failure: reason });
        },
      });
    } catch (error) {
      this.#counts.failed += 1;
      if (!this.#closing.signal.aborted) this.#lastFailure = toFailure(error);
    } finally {
      turn.end();
      over.abort();
      settled();
      this.#options.onChange(false);
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

  #count(way: 'in' | 'out', bytes: number): void {
    this.#bytes[way] += bytes;
    this.#options.onChange(false);
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
