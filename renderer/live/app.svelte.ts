import { createContext } from 'svelte';
import type { Keyed } from '../../shared/change.ts';
import type { Client } from '../../shared/client.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ContextView } from '../../shared/model/context.ts';
import type { ClusterCosts, CostBookView } from '../../shared/model/cost.ts';
import type { DemoView } from '../../shared/model/demo.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EventView, ServiceDetail } from '../../shared/model/endpoint.ts';
import type { PastChangeView } from '../../shared/model/exposure.ts';
import type { ForwardView } from '../../shared/model/forward.ts';
import type { RequestEntry } from '../../shared/model/http.ts';
import type { LocalNamesView } from '../../shared/model/local-names.ts';
import type { ServiceNames } from '../../shared/model/names.ts';
import type { NodeService } from '../../shared/model/node-service.ts';
import type { NodeRow } from '../../shared/model/node.ts';
import type { ProfileView } from '../../shared/model/profile.ts';
import type { ServiceRef, ServiceRow } from '../../shared/model/service.ts';
import type { ShareView } from '../../shared/model/share.ts';
import { defaultSettings, type KubeconfigView, type Settings } from '../../shared/model/settings.ts';
import type { TerminalView } from '../../shared/model/terminal.ts';
import { m } from '../../shared/paraglide/messages.js';
import { failureOf } from '../wire/failure-of.ts';
import { feed, type OpenFeed } from '../wire/feed.ts';
import { untilLost } from '../wire/until-lost.ts';
import type { Wire } from '../wire/wire.ts';
import { LiveMap } from './live-map.svelte.ts';

/** Something to tell the person, until they go on: what they did and could not be done, or that it was. */
export interface Notice {
  readonly tone: 'failed' | 'done';
  readonly text: string | Failure;
  /** What may be wanted next, as taking it back. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What there is of a context, by its key. */
type OfContext<T extends Keyed> = (context: string) => LiveMap<T>;
type OpenOfContext<T extends Keyed> = (
  client: Client,
  options: Parameters<OpenFeed<T>>[1] & { readonly context: string },
) => ReturnType<OpenFeed<T>>;

/** The core's data and calls: all that the views know of it. */
export class App {
  readonly #wire: Wire;
  readonly contexts: LiveMap<ContextView>;
  readonly forwards: LiveMap<ForwardView>;
  readonly profiles: LiveMap<ProfileView>;
  readonly localNames: LiveMap<LocalNamesView>;
  readonly kubeconfig: LiveMap<KubeconfigView>;
  readonly terminals: LiveMap<TerminalView>;
  readonly demo: LiveMap<DemoView>;
  readonly #settings: LiveMap<Settings & Keyed>;
  readonly costBook: LiveMap<CostBookView>;
  readonly services: OfContext<ServiceRow>;
  readonly nodes: OfContext<NodeRow>;
  readonly costs: OfContext<ClusterCosts>;
  readonly diagnoses: OfContext<Diagnosis>;
  readonly shares: OfContext<ShareView>;
  notice = $state.raw<Notice | undefined>(undefined);

  constructor(wire: Wire) {
    this.#wire = wire;
    this.contexts = this.#live((client, { id, signal }) => client.contexts.feed({ id }, { signal }));
    this.forwards = this.#live((client, { id, signal }) => client.forwards.feed({ id }, { signal }));
    this.profiles = this.#live((client, { id, signal }) => client.profiles.feed({ id }, { signal }));
    this.localNames = this.#live((client, { id, signal }) => client.localNames.feed({ id }, { signal }));
    this.costBook = this.#live((client, { id, signal }) => client.costs.book({ id }, { signal }));
    this.kubeconfig = this.#live((client, { id, signal }) => client.kubeconfig.feed({ id }, { signal }));
    this.terminals = this.#live((client, { id, signal }) => client.terminals.feed({ id }, { signal }));
    this.demo = this.#live((client, { id, signal }) => client.demo.feed({ id }, { signal }));
    this.services = this.#ofContext((client, { id, signal, context }) =>
      client.services.feed({ id, context }, { signal }),
    );
    this.nodes = this.#ofContext((client, { id, signal, context }) => client.nodes.feed({ id, context }, { signal }));
    this.costs = this.#ofContext((client, { id, signal, context }) => client.costs.feed({ id, context }, { signal }));
    this.diagnoses = this.#ofContext((client, { id, signal, context }) =>
      client.diagnosis.all({ id, context }, { signal }),
    );
    this.shares = this.#ofContext((client, { id, signal, context }) =>
      client.sharing.feed({ id, context }, { signal }),
    );
    this.#settings = this.#live((client, { id, signal }) => client.settings.feed({ id }, { signal }));
  }

  get settings(): Settings {
    return this.#settings.values[0] ?? defaultSettings;
  }

  /** What people call a context. */
  clusterName(context: string): string {
    return this.contexts.get(context)?.name ?? context;
  }

  nodeServices(context: string, node: string): LiveMap<NodeService> {
    return this.#live((client, { id, signal }) => client.nodes.services({ id, context, node }, { signal }));
  }

  serving(ref: ServiceRef): LiveMap<NodeService> {
    return this.#live((client, { id, signal }) => client.nodes.serving({ id, ref }, { signal }));
  }

  detail(ref: ServiceRef): LiveMap<ServiceDetail> {
    return this.#live((client, { id, signal }) => client.services.detail({ id, ref }, { signal }));
  }

  events(ref: ServiceRef): LiveMap<EventView> {
    return this.#live((client, { id, signal }) => client.services.events({ id, ref }, { signal }));
  }

  names(ref: ServiceRef): LiveMap<ServiceNames> {
    return this.#live((client, { id, signal }) => client.services.names({ id, ref }, { signal }));
  }

  diagnosis(ref: ServiceRef): LiveMap<Diagnosis> {
    return this.#live((client, { id, signal }) => client.diagnosis.service({ id, ref }, { signal }));
  }

  /** The changes of a Service that were made from here. */
  changes(ref: ServiceRef): LiveMap<PastChangeView> {
    return this.#live((client, { id, signal }) => client.exposure.history({ id, ref }, { signal }));
  }

  /** The last requests through a forward. */
  requests(key: string): LiveMap<RequestEntry> {
    return this.#live((client, { id, signal }) => client.forwards.requests({ id, key }, { signal }));
  }

  /** Makes a call on the link that is up, or the next one; rejects with the core's own error. */
  async call<T>(make: (client: Client) => Promise<T>): Promise<T> {
    const { client, lost } = await this.#wire.link();
    return untilLost(make(client), lost);
  }

  /** Does what a person asked for; what goes wrong becomes a notice, and the answer undefined. Never rejects. */
  async attempt<T>(make: (client: Client) => Promise<T>): Promise<T | undefined> {
    this.notice = undefined;
    try {
      return await this.call(make);
    } catch (error) {
      this.notice = { tone: 'failed', text: failureOf(error) };
      return undefined;
    }
  }

  /** A Service's page as it is now, for what needs it once; undefined where it can't be had, which becomes a notice. */
  detailOnce({ context, namespace, name }: ServiceRef): Promise<ServiceDetail | undefined> {
    const closing = new AbortController();
    const ref = { context, namespace, name };
    return this.attempt(async (client) => {
      const changes = await client.services.detail({ id: crypto.randomUUID(), ref }, { signal: closing.signal });
      for await (const change of changes) if (change.t === 'reset') return change.items[0];
      return undefined;
    }).finally(() => closing.abort());
  }

  /** An attempt that nobody waits for, as behind a button. */
  act(make: (client: Client) => Promise<unknown>): void {
    this.attempt(make).catch(() => undefined);
  }

  /** Puts text on the clipboard, and says so; what is too long to be read there, in other words. */
  copy(text: string, said = m.app_copied_text({ text })): void {
    navigator.clipboard.writeText(text).then(
      () => (this.notice = { tone: 'done', text: said }),
      (error: unknown) => (this.notice = { tone: 'failed', text: failureOf(error) }),
    );
  }

  /** A feed of each context: made once, kept while the page lives, open only while somebody reads. */
  #ofContext<T extends Keyed>(open: OpenOfContext<T>): OfContext<T> {
    const kept = new Map<string, LiveMap<T>>();
    return (context) => {
      const known = kept.get(context);
      if (known) return known;
      const opened: LiveMap<T> = this.#live((client, options) => open(client, { ...options, context }));
      kept.set(context, opened);
      return opened;
    };
  }

  #live<T extends Keyed>(open: OpenFeed<T>): LiveMap<T> {
    return new LiveMap((signal) => feed(this.#wire, open, signal));
  }
}

export const [getApp, setApp] = createContext<App>();
