import { fail, toFailure, type Failure } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi, KubeRequest } from './api.ts';
import { listPath, type Kind } from './kinds.ts';
import { linkedAbort, type LinkedAbort } from './linked-abort.ts';
import { guardLife } from './liveness.ts';
import type { KubeObject, ListPage, Status, WatchLine } from './objects.ts';
import { firstState, nextState, wokenState } from './watch-state.ts';
import { plainJson, plainText, shortPlainText } from './plain-text.ts';
import type { Reach, WatchOutcome, WatchState, WatchStep } from './watch-state.ts';

/** Objects in a page: small enough that reading one never holds up the rest of the core. */
const PAGE_SIZE = 500;
/** A list may take the server a while. */
const LIST_TIMEOUT = 30_000;
/** A watch that lasted so long shows that the server is well, whatever ended it. */
const HELD = 1_000;
/** A restarted server accepts a watch and says in its first line that the version is too old: wait for that line. */
const SETTLE = 100;

/** Who keeps what a watch learns. */
export interface WatchSink<T> {
  /** A list starts, from its first page. */
  begin(): void;
  page(items: readonly T[]): void;
  /** The list is whole: what it did not hold is gone. */
  complete(): void;
  put(item: T): void;
  remove(item: T): void;
  /** Bytes came: the server was there just now. */
  contact(): void;
  /** All that is kept is up to date from now on. */
  live(): void;
  /** Changes may be missed from now on, until `live`. */
  failing(failure: Failure): void;
}

export interface WatchOptions<T extends KubeObject> {
  readonly api: KubeApi;
  readonly kind: Kind<T>;
  /** Undefined: in all namespaces. */
  readonly namespace?: string;
  readonly clock: Clock;
  readonly sink: WatchSink<T>;
}

/**
 * Keeps a sink equal to what the server has: lists, then watches, and starts again whatever ends it, until `close`.
 * What to do next is decided in `watch-state.ts`; here it is done.
 */
export class Watch<T extends KubeObject> {
  readonly #options: WatchOptions<T>;
  readonly #life = new AbortController();
  #live = false;
  /** Ends the wait, or the request that has no answer yet. */
  #wake: () => void = () => undefined;
  #woken = false;

  constructor(options: WatchOptions<T>) {
    this.#options = options;
    this.#run().catch(() => undefined);
  }

  /** Tries at once when it waits for its next try: the server was seen, or somebody asked. */
  wake(): void {
    this.#wake();
  }

  close(): void {
    this.#life.abort(new Error('the watch is closed'));
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    let state = firstState;
    for (;;) {
      if (state.wait > 0) state = await this.#waited(state);
      const outcome = await this.#step(state.step);
      if (this.#life.signal.aborted) return;
      state = this.#woken && outcome.t === 'failed' ? wokenState(state) : nextState(state, outcome, clock);
      if (outcome.t === 'failed' && state.wait > 0) this.#failing(outcome.failure);
    }
  }

  async #waited(state: WatchState): Promise<WatchState> {
    return this.#wakeable(async (link) => {
      await this.#options.clock.sleep(state.wait, link.signal).catch(() => undefined);
      return this.#woken ? wokenState(state) : state;
    });
  }

  #step(step: WatchStep): Promise<WatchOutcome> {
    return this.#wakeable(async (link) => {
      try {
        return step.ask === 'page' ? await this.#page(step, link) : await this.#watch(step.resourceVersion, link);
      } catch (error) {
        return { t: 'failed', failure: toFailure(error), reach: 'refused' };
      } finally {
        link.abort(new Error('the request is over'));
      }
    });
  }

  /** Runs something that `wake` may end. */
  async #wakeable<R>(run: (link: LinkedAbort) => Promise<R>): Promise<R> {
    const link = linkedAbort(this.#life.signal);
    this.#woken = false;
    this.#wake = () => {
      this.#woken = true;
      link.abort(new Error('woken'));
    };
    try {
      return await run(link);
    } finally {
      this.#wake = () => undefined;
      link.release();
    }
  }

  async #page(step: Extract<WatchStep, { ask: 'page' }>, { signal }: LinkedAbort): Promise<WatchOutcome> {
    const { api, kind, sink } = this.#options;
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(step.continue && { continue: step.continue }) });
    const page = await api.json<ListPage<T>>({ ...this.#request('list', query, signal), timeout: LIST_TIMEOUT });
    sink.contact();
    if (step.continue === undefined) sink.begin();
    sink.page((page.items ?? []).map((item) => kept(kind, item)));
    const { resourceVersion, continue: rest } = page.metadata;
    if (rest) return { t: 'page', resourceVersion, continue: rest };
    sink.complete();
    this.#nowLive();
    return { t: 'page', resourceVersion };
  }

  async #watch(from: string, link: LinkedAbort): Promise<WatchOutcome> {
    const { api, clock, sink } = this.#options;
    let resourceVersion = from;
    let opened: number | undefined;
    let heard = clock.now();
    const onBytes = (): void => {
      heard = clock.now();
      sink.contact();
      if (opened !== undefined) return;
      opened = heard;
      // From here on only liveness ends it: a watch that is on has no need to be woken.
      this.#wake = () => undefined;
      this.#settle(link.signal);
    };
    const reach = (): Reach => (opened === undefined ? 'refused' : clock.now() - opened < HELD ? 'opened' : 'held');
    guardLife({ clock, link, heard: () => heard, server: api.server });
    try {
      const lines = api.lines<WatchLine<T>>({ ...this.#request('watch', this.#query(from), link.signal), onBytes });
      for await (const line of lines) {
        if (line.type === 'ERROR') throw this.#statusError(line.object);
        this.#apply(line);
        resourceVersion = line.object.metadata.resourceVersion;
        this.#nowLive();
      }
      return { t: 'ended', resourceVersion, reach: reach() };
    } catch (error) {
      // An abort by the guard is told as what the guard saw, not as the abort.
      const cause: unknown = link.signal.aborted ? link.signal.reason : error;
      return { t: 'failed', failure: toFailure(cause), resourceVersion, reach: reach() };
    }
  }

  #query(resourceVersion: string): URLSearchParams {
    // Spread out, so that the watches of many windows don't all come back at the same time.
    const timeoutSeconds = 300 + Math.floor(this.#options.clock.random() * 300);
    return new URLSearchParams({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion,
      timeoutSeconds: String(timeoutSeconds),
    });
  }

  #request(verb: 'list' | 'watch', query: URLSearchParams, signal: AbortSignal): KubeRequest {
    const { kind, namespace } = this.#options;
    const path = `${listPath(kind, namespace)}?${query.toString()}`;
    return { path, verb, resource: kind.resource, signal, ...(namespace !== undefined && { namespace }) };
  }

  #apply(line: Exclude<WatchLine<T>, { type: 'ERROR' }>): void {
    const { kind, sink } = this.#options;
    switch (line.type) {
      case 'ADDED':
      case 'MODIFIED':
        return sink.put(kept(kind, line.object));
      case 'DELETED':
        return sink.remove(kept(kind, line.object));
      case 'BOOKMARK':
        return;
    }
  }

  #settle(signal: AbortSignal): void {
    if (this.#live) return;
    this.#options.clock.sleep(SETTLE, signal).then(
      () => this.#nowLive(),
      () => undefined,
    );
  }

  #nowLive(): void {
    if (this.#live) return;
    this.#live = true;
    this.#options.sink.live();
  }

  #failing(reason: Failure): void {
    this.#live = false;
    this.#options.sink.failing(reason);
  }

  #statusError({ code = 500, message = '' }: Status): Error {
    const { api, kind } = this.#options;
    if (code === 410) return fail('expired', { resource: kind.resource });
    return fail('server-error', { server: api.server, status: code, detail: plainText(message) });
  }
}

/** What is kept of an object: the fields that the app reads, and in them what a person can. */
function kept<T extends KubeObject>({ project }: Kind<T>, object: T): T {
  return plainJson(project(object), shortPlainText);
}
