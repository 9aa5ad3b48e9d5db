import { AppError, fail, failure, toFailure, type Failure } from '../../../shared/failure.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import type { ForwardSpec, ForwardView, ForwardWishes } from '../../../shared/model/forward.ts';
import { forwardablePort } from '../balance/eligible.ts';
import type { Clock } from '../clock.ts';
import { LiveMap } from '../live.ts';
import { Forward } from './forward.ts';
import type { ForwardTarget, OpenTarget } from './forward-target.ts';
import type { RequestLog } from './http/request-log.ts';
import { portsFrom, preferredPort } from './local-port.ts';
import { portKey } from './many/missing.ts';

/** Counters are told at most this often, in ms. */
const COUNTING = 250;
/** How long a start waits to hear what the Service is, in ms. */
const START = 10_000;

export interface ForwardsOptions {
  readonly clock: Clock;
  readonly openTarget: OpenTarget;
  /** Hears which forwards there are, each with its local port, whenever that changes. */
  readonly onChange?: (specs: readonly ForwardSpec[]) => void;
  /** The local port that the Service port had when it was forwarded last: tried first where none is asked for. */
  readonly lastPort?: (spec: ForwardSpec) => number | undefined;
}

export interface StartOptions {
  /** The local port asked for, or none: otherwise the next free one is taken. */
  readonly exact?: boolean;
}

/** All forwards of this computer. They belong to nobody's window: they end when they are stopped, or with the core. */
export class Forwards {
  readonly views = new LiveMap<ForwardView>();
  readonly #options: ForwardsOptions;
  readonly #forwards = new Map<string, Forward>();
  readonly #starting = new Map<string, Promise<ForwardView>>();
  readonly #due = new Set<string>();
  readonly #closing = new AbortController();
  /** Of an earlier run, of contexts that the kubeconfig does not have now. */
  #absent: readonly ForwardSpec[] = [];
  #nextKey = 1;

  constructor(options: ForwardsOptions) {
    this.#options = options;
    this.views.reset([]);
  }

  /**
   * Forwards a Service port: listens on `localPort`, else on the Service's own port or the next free one.
   * The same port forwarded already is that forward, and one that has failed gives its place to the new one. Rejects,
   * and leaves nothing new behind, when it cannot be done.
   */
  async start(spec: ForwardSpec, { exact = spec.localPort !== undefined }: StartOptions = {}): Promise<ForwardView> {
    const id = `${serviceKey(spec)}:${String(spec.port)}:${String(spec.localPort)}:${String(spec.address)}`;
    // A second click while the first is on its way.
    const pending = this.#starting.get(id);
    if (pending) return pending;
    const running = this.#find(spec);
    if (running) return running.view;
    const starting = this.#start(spec, exact).finally(() => this.#starting.delete(id));
    this.#starting.set(id, starting);
    return starting;
  }

  async #start(spec: ForwardSpec, exact: boolean): Promise<ForwardView> {
    const target = this.#options.openTarget(spec);
    try {
      await this.#check(target, spec);
    } catch (error) {
      target.close();
      throw error;
    }
    const failed = this.#findFailed(spec);
    const forward = this.#add(spec, target, failed?.key);
    try {
      await failed?.close();
      await this.#listen(forward, exact);
      return forward.view;
    } catch (error) {
      // It was listed before, with why: so it is again.
      if (!failed) await this.stop(forward.key);
      throw error;
    }
  }

  lastPort(spec: ForwardSpec): number | undefined {
    return this.#options.lastPort?.(spec);
  }

  /** Opens forwards of an earlier run, on the ports they had; what cannot be opened is listed as failed, with why. */
  restore(specs: readonly ForwardSpec[]): void {
    this.#absent = specs.filter((spec) => !this.#find(spec) && !this.#reopen(spec));
  }

  /** Opens those whose context was not there when they were restored. */
  resume(): void {
    this.restore(this.#absent);
  }

  /** False where the kubeconfig does not have the context. */
  #reopen(spec: ForwardSpec): boolean {
    let target: ForwardTarget;
    try {
      target = this.#options.openTarget(spec);
    } catch {
      return false;
    }
    this.#listen(this.#add(spec, target), true).catch(() => undefined);
    return true;
  }

  /** Changes a forward from its next connection on; what `wishes` leaves out stays. Throws if it is unknown. */
  change(key: string, wishes: ForwardWishes): void {
    this.#get(key).change(wishes);
    this.#remember();
  }

  /** The last requests through a forward. Throws if it is unknown. */
  requests(key: string): RequestLog {
    return this.#get(key).requests;
  }

  #get(key: string): Forward {
    const forward = this.#forwards.get(key);
    if (!forward) throw fail('forward-unknown', { id: key });
    return forward;
  }

  async stop(key: string): Promise<void> {
    const forward = this.#get(key);
    this.#forwards.delete(key);
    this.#due.delete(key);
    this.views.update({ removes: [key] });
    this.#remember();
    await forward.close();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const forwards = [...this.#forwards.values()];
    this.#forwards.clear();
    await Promise.all(forwards.map((forward) => forward.close()));
  }

  /** The forward that carries connections to this Service port, if there is one. */
  running({ context, namespace, name, port }: ForwardSpec): Forward | undefined {
    const id = portKey({ context, namespace, name, port });
    return [...this.#forwards.values()].find(({ spec, view }) => portKey(spec) === id && view.state.state !== 'failed');
  }

  /** A forward of the same port that has not failed, on the local port asked for, if one was. */
  #find(spec: ForwardSpec): Forward | undefined {
    return this.#of(spec).find(
      ({ view, localPort }) =>
        view.state.state !== 'failed' && (spec.localPort === undefined || localPort === spec.localPort),
    );
  }

  #findFailed(wish: ForwardSpec): Forward | undefined {
    return this.#of(wish).find(
      ({ view, spec }) =>
        view.state.state === 'failed' && (wish.localPort === undefined || spec.localPort === wish.localPort),
    );
  }

  #of(spec: ForwardSpec): Forward[] {
    return [...this.#forwards.values()].filter(
      (forward) =>
        serviceKey(forward.spec) === serviceKey(spec) &&
        forward.spec.port === spec.port &&
        forward.spec.address === spec.address,
    );
  }

  /** Waits until it is known what the Service is, and refuses what can never be forwarded. */
  async #check({ service, trouble }: ForwardTarget, spec: ForwardSpec): Promise<void> {
    const refusal = await new Promise<Failure | undefined>((resolve, reject) => {
      const over = new AbortController();
      const stops = [service.subscribe(look), trouble.subscribe(look)];
      function look(): void {
        const answer = startable(service.current, spec);
        if (answer === 'unknown' && !trouble.current) return;
        over.abort();
        for (const stop of stops) stop();
        resolve(answer === 'unknown' ? trouble.current : answer);
      }
      const late = fail('timeout', { server: spec.context, seconds: START / 1000 });
      this.#options.clock.sleep(START, over.signal).then(
        () => reject(late),
        () => undefined,
      );
      look();
    });
    if (refusal) throw new AppError(refusal);
  }

  #add(spec: ForwardSpec, target: ForwardTarget, key = String(this.#nextKey++)): Forward {
    const { clock } = this.#options;
    const onChange = (urgent: boolean): void => this.#tell(key, urgent);
    const forward = new Forward({ key, spec, target, clock, onChange });
    this.#forwards.set(key, forward);
    this.#tell(key, true);
    return forward;
  }

  async #listen(forward: Forward, exact: boolean): Promise<void> {
    const { localPort = this.lastPort(forward.spec), port } = forward.spec;
    const wanted = localPort ?? preferredPort(port);
    try {
      const why = (taken: number, error: unknown): Failure => this.#forwarded(taken, forward) ?? toFailure(error);
      await forward.listen(exact ? [wanted] : portsFrom(wanted), { wanted: localPort ?? port, why });
    } catch (error) {
      forward.fail(toFailure(error));
      throw error;
    }
    this.#remember();
  }

  /** Why a port is taken, if it is so by another forward. */
  #forwarded(port: number, asking: Forward): Failure | undefined {
    const other = [...this.#forwards.values()].find(
      (one) => one !== asking && one.localPort === port && one.spec.address === asking.spec.address,
    );
    return other && failure('port-forwarded', { port, service: `${other.spec.namespace}/${other.spec.name}` });
  }

  #tell(key: string, urgent: boolean): void {
    if (urgent) this.#show(key);
    else if (!this.#due.has(key)) {
      this.#due.add(key);
      this.#options.clock.sleep(COUNTING, this.#closing.signal).then(
        () => {
          if (this.#due.delete(key)) this.#show(key);
        },
        () => undefined,
      );
    }
  }

  #show(key: string): void {
    const forward = this.#forwards.get(key);
    if (forward) this.views.update({ upserts: [forward.view] });
  }

  #remember(): void {
    const specs = [...this.#forwards.values()].flatMap(({ spec, localPort = spec.localPort }) =>
      localPort === undefined ? [] : [{ ...spec, localPort }],
    );
    this.#options.onChange?.([...specs, ...this.#absent]);
  }
}

/** Why a forward cannot be started, undefined if it can, `unknown` while the cluster has not said. */
function startable(service: ForwardTarget['service']['current'], spec: ForwardSpec): Failure | 'unknown' | undefined {
  if (service.state === 'loading') return 'unknown';
  if (service.state === 'gone') return toFailure(fail('service-gone', { namespace: spec.namespace, name: spec.name }));
  const port = forwardablePort(service.row, spec.port);
  return 'code' in port ? port : undefined;
}
