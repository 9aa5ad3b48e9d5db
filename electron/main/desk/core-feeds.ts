import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { applyChange, type Change, type Keyed } from '../../../shared/change.ts';
import type { Client } from '../../../shared/client.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { ProfileView } from '../../../shared/model/profile.ts';
import { defaultSettings, type Settings } from '../../../shared/model/settings.ts';

/** The end of a channel whose other end the core has. */
type Port = ConstructorParameters<typeof RPCLink>[0]['port'];

interface FeedOptions {
  readonly id: string;
  readonly port: Port;
}

/** What main itself knows of the core: it is one of its clients, as each window is. */
export class CoreFeeds {
  readonly #forwards = new Map<string, ForwardView>();
  readonly #profiles = new Map<string, ProfileView>();
  readonly #settings = new Map<string, Settings & Keyed>();
  readonly #onChange: () => void;
  #client: { readonly port: Port; readonly calls: Client } | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get forwards(): readonly ForwardView[] {
    return [...this.#forwards.values()];
  }

  get profiles(): readonly ProfileView[] {
    return [...this.#profiles.values()];
  }

  get settings(): Settings {
    return this.#settings.get('settings') ?? defaultSettings;
  }

  /** Listens to a core that has started; what the one before said stays until this one says otherwise. */
  listen(port: Port): void {
    const calls: Client = createORPCClient(new RPCLink({ port }));
    this.#client = { port, calls };
    const follow = <T extends Keyed>(
      items: Map<string, T>,
      open: (options: { readonly id: string }) => Promise<AsyncIterable<Change<T>>>,
    ): void => {
      const id = `main-${String((this.#opened += 1))}`;
      // A core that ends takes its feeds along: the next one is listened to when it starts.
      this.#take(items, { id, port }, open({ id })).catch(() => undefined);
    };
    follow(this.#settings, (options) => calls.settings.feed(options));
    follow(this.#forwards, (options) => calls.forwards.feed(options));
    follow(this.#profiles, (options) => calls.profiles.feed(options));
  }

  /** Asks the core for something whose outcome the feeds will show; a core that is down cannot be asked. */
  ask(what: (calls: Client) => Promise<unknown>): void {
    if (this.#client) what(this.#client.calls).catch(() => undefined);
  }

  #opened = 0;

  async #take<T extends Keyed>(
    items: Map<string, T>,
    { id, port }: FeedOptions,
    changes: Promise<AsyncIterable<Change<T>>>,
  ): Promise<void> {
    for await (const change of await changes) {
      if (this.#client?.port !== port) return;
      this.ask((calls) => calls.taken({ id }));
      if (applyChange(items, change)) this.#onChange();
    }
  }
}
