import { createServer, type Server, type Socket } from 'node:net';
import { AppError, fail, failure, toFailure, type Failure } from '../../../shared/failure.ts';
import type {
  ForwardEntry,
  ForwardSpec,
  ForwardState,
  ForwardView,
  ForwardWishes,
  LocalPort,
} from '../../../shared/model/forward.ts';
import type { Candidate } from '../balance/eligible.ts';
import type { Clock } from '../clock.ts';
import { listenOnLoopback, type Loopback } from '../loopback.ts';
import { LatestAnswers } from './answer-times.ts';
import { carry } from './connect.ts';
import type { Turnover } from './endpoint-tally.ts';
import { ForwardBalance } from './forward-balance.ts';
import type { ForwardTarget } from './forward-target.ts';
import { schemeOf } from './scheme.ts';
import { SessionPool } from './session-pool.ts';
import { dialPod } from './spdy/port-forward.ts';

/** How long a connection waits for an endpoint, in ms. */
const PATIENCE = 10_000;
/** How far back the forward's own figures of its answers go, in ms. */
const RECENT = 5_000;
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
  readonly #answers = new LatestAnswers();
  #answered = 0;
  #log: readonly ForwardEntry[] = [];
  #spec: ForwardSpec;
  #isKubeProxyAsked = false;
  #listener: (LocalPort & Pick<Loopback<Server>, 'servers'>) | undefined;
  #lastFailure: Failure | undefined;
  #state: ForwardState = { state: 'starting' };

  constructor(options: ForwardOptions) {
    this.key = options.key;
    this.#options = options;
    this.#spec = options.spec;
    const { target, clock } = options;
    this.#balance = new ForwardBalance(clock);
    const dial = ({ namespace, pod }: { namespace: string; pod: string }, signal: AbortSignal) =>
      dialPod({ api: target.api(), clock, namespace, pod, signal });
    // Not an async function: a context that is not connected must reject, not throw.
    this.#pool = new SessionPool({ dial: async (pod, signal) => dial(pod, signal), clock });
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
      policy,
      ...(policy === 'cluster' && kubeProxy && { kubeProxy }),
      connections: { ...this.#counts },
      bytes: { ...this.#bytes },
      answers: { total: this.#answered, ...this.#answers.since(this.#options.clock.now() - RECENT) },
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
    /** The endpoint that has the connection, and since when. */
    let asked: { readonly candidate: Candidate; readonly at: number } | undefined;
    /** When the client said its first word. */
    let said = 0;
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
        traffic: {
          onIn: (bytes) => this.#count('in', bytes),
          onOut: (bytes) => {
            said ||= clock.now();
            this.#count('out', bytes);
          },
        },
        onCarried: (candidate) => {
          settled();
          asked = { candidate, at: clock.now() };
          this.#counts.live += 1;
          const done = this.#balance.tally.carried(candidate);
          this.#options.onChange(false);
          return () => {
            this.#counts.live -= 1;
            done();
            this.#options.onChange(false);
          };
        },
        // A client that says nothing for a while is not waited for by anyone.
        onAnswered: () => asked && this.#noteAnswer(asked.candidate, clock.now() - Math.max(asked.at, said)),
        onMissed: (candidate, reason) => {
          asked = undefined;
          this.#balance.tally.missed(candidate, reason);
          this.#note({ kind: 'failed', pod: candidate.pod, failure: reason });
        },
      });
    } catch (error) {
      this.#counts.failed += 1;
      if (!this.#closing.signal.aborted) {
        this.#lastFailure = toFailure(error);
        if (asked) this.#balance.tally.broke(asked.candidate, this.#lastFailure);
      }
    } finally {
      turn.end();
      over.abort();
      settled();
      this.#options.onChange(false);
    }
  }

  #noteAnswer(candidate: Candidate, took: number): void {
    this.#lastFailure = undefined;
    this.#answered += 1;
    this.#answers.add(this.#options.clock.now(), took);
    this.#balance.tally.answered(candidate, took);
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
