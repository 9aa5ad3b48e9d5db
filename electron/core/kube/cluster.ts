import { isDeepStrictEqual } from 'node:util';
import { AppError, fail, failure, toFailure, type Failure } from '../../../shared/failure.ts';
import type { ContextView, Link } from '../../../shared/model/context.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from './api.ts';
import { Connection } from './connection.ts';
import type { ContextEntry } from './context-entry.ts';
import { contextView } from './context-view.ts';
import { kinds, type KindName, type Kinds } from './kinds.ts';
import { isSignIn } from './refusals.ts';
import { ScopedView } from './scoped-view.ts';
import type { StoreLease, Stores } from './stores.ts';

export interface ClusterOptions {
  readonly openApi: (entry: ContextEntry) => KubeApi;
  readonly clock: Clock;
  /** What `view` says changed. */
  readonly onChange: () => void;
}

interface WatchOptions {
  readonly namespace?: string;
  /** For a view that somebody looks at for a while: shares a watch of all namespaces that is open anyway. */
  readonly borrow?: boolean;
}

/** A view that a cluster keeps joined to whatever connection it has. */
interface Bound {
  rewire(): void;
  end(since: number, failure: Failure): void;
}

/** One context of the kubeconfig, connected or not. Views of its objects live on when it is connected anew. */
export class Cluster {
  readonly context: string;
  readonly #options: ClusterOptions;
  readonly #bound = new Set<Bound>();
  #entry: ContextEntry;
  #typed: readonly string[] = [];
  #connection: Connection | undefined;
  /** Why there is no connection though one is wanted. */
  #refusal: Failure | undefined;

  constructor(entry: ContextEntry, options: ClusterOptions) {
    this.context = entry.key;
    this.#entry = entry;
    this.#options = options;
  }

  get view(): ContextView {
    const connection = this.#connection;
    return contextView(this.#entry, { link: this.#link, typed: this.#typed, ...(connection && { connection }) });
  }

  /** The API server as the context's user; throws while the context is not connected. */
  get api(): KubeApi {
    if (this.#connection) return this.#connection.api;
    if (this.#refusal) throw new AppError(this.#refusal);
    throw fail('unreachable', { server: this.view.server, detail: 'the context is not connected' });
  }

  /** The objects of one kind: of all namespaces that may be watched, or of the one asked for. Close it after use. */
  watch<K extends KindName>(name: K, { namespace, borrow }: WatchOptions = {}): ScopedView<Kinds[K]> {
    const leaseOf =
      (stores: Stores) =>
      (where: string | undefined): StoreLease<Kinds[K]> =>
        borrow && where !== undefined ? stores.borrow(name, where) : stores.lease(name, where);
    const view: ScopedView<Kinds[K]> = new ScopedView<Kinds[K]>(kinds[name], () => this.#bound.delete(bound));
    const bound: Bound = {
      rewire: () => {
        const connection = this.#connection;
        const scope = kinds[name].namespaced ? this.#scope : this.#scope && [undefined];
        const namespaces = namespace === undefined ? scope : [namespace];
        if (!connection) view.disconnect();
        else if (!namespaces) view.await();
        else view.connect({ namespaces, lease: leaseOf(connection.stores) });
      },
      end: (since, reason) => view.end(since, reason),
    };
    this.#bound.add(bound);
    bound.rewire();
    return view;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined || this.#refusal !== undefined;
  }

  connect(): void {
    if (this.isConnected) this.retryNow();
    else this.#open();
  }

  disconnect(): void {
    this.#shut();
    this.#rewire();
    this.#options.onChange();
  }

  /** Tries everything that waits for its next try, at once. */
  retryNow(): void {
    if (this.#connection) this.#connection.retryNow();
    else if (this.#refusal) this.#open();
  }

  /** Namespaces typed by hand, for users who may not list them. */
  setTyped(typed: readonly string[]): void {
    this.#typed = typed;
    this.#connection?.setTyped(typed);
    this.#options.onChange();
  }

  /** Takes over an edited kubeconfig: connects anew only if how to connect has changed. */
  setEntry(entry: ContextEntry): void {
    const isSame = isDeepStrictEqual(essence(entry), essence(this.#entry));
    this.#entry = entry;
    if (!isSame && this.isConnected) {
      this.#shut();
      this.#open();
    }
    this.#options.onChange();
  }

  /** The context is gone from the kubeconfig: what is shown stays, and says so, until it is back. */
  leave(): void {
    this.#shut();
    const gone = failure('context-gone', { context: this.#entry.name, file: this.#entry.file });
    for (const bound of this.#bound) bound.end(this.#options.clock.now(), gone);
  }

  close(): void {
    this.leave();
    this.#bound.clear();
  }

  get #link(): Link {
    if (this.#connection) return this.#connection.link;
    if (!this.#refusal) return { state: 'off' };
    return { state: isSignIn(this.#refusal) ? 'denied' : 'unreachable', failure: this.#refusal };
  }

  get #scope(): readonly (string | undefined)[] | undefined {
    const access = this.#connection?.access;
    return access?.whole ? [undefined] : access?.namespaces;
  }

  #open(): void {
    const { clock, openApi, onChange } = this.#options;
    const entry = this.#entry;
    this.#refusal = entry.failure;
    try {
      if (!entry.failure) {
        this.#connection = new Connection({
          api: openApi(entry),
          own: entry.namespace ?? 'default',
          typed: this.#typed,
          clock,
          onChange,
          onAccess: () => this.#rewire(),
        });
      }
    } catch (error) {
      this.#refusal = toFailure(error);
    }
    this.#rewire();
    onChange();
  }

  #shut(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#refusal = undefined;
  }

  #rewire(): void {
    for (const bound of this.#bound) bound.rewire();
  }
}

/** What a connection depends on; whether a context is the current one is not part of it. */
function essence({ cluster, user, namespace, failure: reason }: ContextEntry): unknown {
  return { cluster, user, namespace, reason };
}
