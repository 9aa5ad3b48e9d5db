import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { Client } from '../../shared/client.ts';
import type { Change, Keyed } from '../../shared/change.ts';
import { contract } from '../../shared/contract.ts';
import { fail, toFailure } from '../../shared/failure.ts';
import type { ContextView } from '../../shared/model/context.ts';
import type { ClusterCosts, CostBookView } from '../../shared/model/cost.ts';
import type { DemoView } from '../../shared/model/demo.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EventView, ServiceDetail } from '../../shared/model/endpoint.ts';
import type { PastChangeView } from '../../shared/model/exposure.ts';
import type { ForwardSpec, ForwardView } from '../../shared/model/forward.ts';
import type { RequestEntry } from '../../shared/model/http.ts';
import type { LocalNamesView } from '../../shared/model/local-names.ts';
import type { ServiceNames } from '../../shared/model/names.ts';
import type { NodeService } from '../../shared/model/node-service.ts';
import type { NodeRow } from '../../shared/model/node.ts';
import type { ProfileView } from '../../shared/model/profile.ts';
import { serviceKey, type ServiceRow } from '../../shared/model/service.ts';
import type { ShareView } from '../../shared/model/share.ts';
import { defaultSettings, type KubeconfigView, type Settings } from '../../shared/model/settings.ts';
import type { TerminalSpec, TerminalView } from '../../shared/model/terminal.ts';
import { Links, type Wire } from '../wire/wire.ts';
import { FakeTable } from './fake-table.ts';

/** No page asks for it yet. */
function notYet(): never {
  throw fail('bug', { detail: 'the fake core has no exposure' });
}

/** One of a table by name, made when first asked for: so a test can fill it before or after the page asks. */
class Tables<T extends Keyed> {
  readonly #tables = new Map<string, FakeTable<T>>();

  of(key: string): FakeTable<T> {
    const table = this.#tables.get(key) ?? new FakeTable<T>();
    this.#tables.set(key, table);
    return table;
  }
}

/**
 * The contract in memory, over a real MessagePort: what the page sees of a core, with nothing behind it.
 * Tests set its tables, read `calls`, and cut the link.
 */
export class FakeCore {
  readonly contexts = new FakeTable<ContextView>([]);
  readonly kubeconfig = new FakeTable<KubeconfigView>([{ key: 'kubeconfig', files: ['~/.kube/config'], failures: [] }]);
  readonly forwards = new FakeTable<ForwardView>([]);
  readonly profiles = new FakeTable<ProfileView>([]);
  readonly localNames = new FakeTable<LocalNamesView>([]);
  readonly terminals = new FakeTable<TerminalView>([]);
  readonly demo = new FakeTable<DemoView>([]);
  readonly settings = new FakeTable<Settings & Keyed>([{ ...defaultSettings, key: 'settings' }]);
  readonly services = new Tables<ServiceRow>();
  readonly costs = new Tables<ClusterCosts>();
  readonly costBook = new FakeTable<CostBookView>([]);
  readonly nodes = new Tables<NodeRow>();
  readonly nodeServices = new FakeTable<NodeService>([]);
  readonly details = new Tables<ServiceDetail>();
  readonly events = new Tables<EventView>();
  readonly names = new Tables<ServiceNames>();
  readonly requests = new Tables<RequestEntry>();
  readonly diagnoses = new Tables<Diagnosis>();
  readonly changes = new Tables<PastChangeView>();
  readonly shares = new Tables<ShareView>();
  readonly yaml = new Map<string, string>();
  /** The calls that were made, as `[name, input]`, the oldest first. */
  readonly calls: (readonly [string, unknown])[] = [];
  /** How a forward is started; by default it is refused. */
  start: (spec: ForwardSpec) => ForwardView = ({ namespace, name }) => {
    throw fail('service-gone', { namespace, name });
  };
  readonly #links = new Links();
  #cut: () => void = () => undefined;

  constructor() {
    this.connect();
  }

  get wire(): Wire {
    return this.#links;
  }

  /** A new link, as after the core was started again. */
  connect(): void {
    const { port1, port2 } = new MessageChannel();
    new RPCHandler(this.#router()).upgrade(port1);
    port1.start();
    const client: Client = createORPCClient(new RPCLink({ port: port2 }));
    port2.start();
    const lost = new Promise<void>((resolve) => {
      this.#cut = () => {
        port1.close();
        resolve();
      };
    });
    this.#links.up({ client, lost });
  }

  /** Ends the link, as when the core dies. */
  cut(): void {
    this.#cut();
  }

  #router() {
    const os = implement(contract).use(async ({ next, path }, input) => {
      this.calls.push([path.join('.'), input]);
      try {
        return await next();
      } catch (error) {
        throw new ORPCError('FAILURE', { defined: true, status: 400, data: toFailure(error) });
      }
    });
    return os.router({
      taken: os.taken.handler(() => undefined),
      kubeconfig: {
        feed: os.kubeconfig.feed.handler(({ signal }) => feedOf(this.kubeconfig, signal)),
        add: os.kubeconfig.add.handler(({ input }) => {
          throw fail('kubeconfig-unreadable', { file: input.path, detail: 'no such file' });
        }),
      },
      contexts: {
        feed: os.contexts.feed.handler(({ signal }) => feedOf(this.contexts, signal)),
        connect: os.contexts.connect.handler(() => undefined),
        disconnect: os.contexts.disconnect.handler(() => undefined),
        setNamespaces: os.contexts.setNamespaces.handler(() => undefined),
      },
      services: {
        feed: os.services.feed.handler(({ input, signal }) => feedOf(this.services.of(input.context), signal)),
        detail: os.services.detail.handler(({ input, signal }) =>
          feedOf(this.details.of(serviceKey(input.ref)), signal),
        ),
        events: os.services.events.handler(({ input, signal }) =>
          feedOf(this.events.of(serviceKey(input.ref)), signal),
        ),
        names: os.services.names.handler(({ input, signal }) => feedOf(this.names.of(serviceKey(input.ref)), signal)),
        yaml: os.services.yaml.handler(({ input }) => this.yaml.get(serviceKey(input)) ?? ''),
      },
      diagnosis: {
        service: os.diagnosis.service.handler(({ input, signal }) =>
          feedOf(this.diagnoses.of(serviceKey(input.ref)), signal),
        ),
        all: os.diagnosis.all.handler(({ input, signal }) => feedOf(this.diagnoses.of(input.context), signal)),
        planChecks: os.diagnosis.planChecks.handler(() => ({
          connect: { ports: [], pods: 0, left: 0 },
          inside: { namespace: 'shop', image: 'curl', targets: [] },
          log: { containers: [], lines: 20 },
        })),
        check: os.diagnosis.check.handler(({ input: { kind } }) => ({
          kind,
          at: 0,
          attempts: [],
          logs: [],
          failures: [],
        })),
        previewFix: os.diagnosis.previewFix.handler(() => ({ resourceVersion: '1', changes: [], command: '' })),
        undoFix: os.diagnosis.undoFix.handler(() => undefined),
        applyFix: os.diagnosis.applyFix.handler(({ input }) => ({ resourceVersion: '2', undo: input.patch })),
      },
      costs: {
        feed: os.costs.feed.handler(({ input, signal }) => feedOf(this.costs.of(input.context), signal)),
        book: os.costs.book.handler(({ signal }) => feedOf(this.costBook, signal)),
        change: os.costs.change.handler(() => undefined),
        importPrices: os.costs.importPrices.handler(() => undefined),
      },
      nodes: {
        feed: os.nodes.feed.handler(({ input, signal }) => feedOf(this.nodes.of(input.context), signal)),
        proxy: os.nodes.proxy.handler(() => undefined),
        services: os.nodes.services.handler(({ signal }) => feedOf(this.nodeServices, signal)),
        serving: os.nodes.serving.handler(({ signal }) => feedOf(this.nodeServices, signal)),
        check: os.nodes.check.handler(() => []),
        placements: os.nodes.placements.handler(() => ({ nodes: [] })),
      },
      forwards: {
        feed: os.forwards.feed.handler(({ signal }) => feedOf(this.forwards, signal)),
        start: os.forwards.start.handler(({ input }) => this.#start(input)),
        startNamespace: os.forwards.startNamespace.handler(() => ({ started: 0, failed: [] })),
        change: os.forwards.change.handler(({ input: { key, ...wishes } }) => {
          const forward = this.forwards.items.find((one) => one.key === key);
          if (forward) this.forwards.set({ ...forward, spec: { ...forward.spec, ...wishes } });
        }),
        stop: os.forwards.stop.handler(({ input }) => this.forwards.remove(input.key)),
        requests: os.forwards.requests.handler(({ input, signal }) => feedOf(this.requests.of(input.key), signal)),
        clearRequests: os.forwards.clearRequests.handler(() => undefined),
      },
      profiles: {
        feed: os.profiles.feed.handler(({ signal }) => feedOf(this.profiles, signal)),
        save: os.profiles.save.handler(() => undefined),
        rename: os.profiles.rename.handler(() => undefined),
        remove: os.profiles.remove.handler(() => undefined),
        startWithApp: os.profiles.startWithApp.handler(() => undefined),
        start: os.profiles.start.handler(() => ({ started: 0, failed: [] })),
        stop: os.profiles.stop.handler(() => undefined),
        export: os.profiles.export.handler(() => ''),
        import: os.profiles.import.handler(() => ''),
      },
      localNames: {
        feed: os.localNames.feed.handler(({ signal }) => feedOf(this.localNames, signal)),
        switch: os.localNames.switch.handler(() => undefined),
      },
      exposure: {
        choices: os.exposure.choices.handler(() => notYet()),
        history: os.exposure.history.handler(({ input, signal }) =>
          feedOf(this.changes.of(serviceKey(input.ref)), signal),
        ),
        plan: os.exposure.plan.handler(() => notYet()),
        preview: os.exposure.preview.handler(() => notYet()),
        apply: os.exposure.apply.handler(() => notYet()),
        undo: os.exposure.undo.handler(() => notYet()),
        redo: os.exposure.redo.handler(() => notYet()),
      },
      bulk: {
        preview: os.bulk.preview.handler(() => notYet()),
        apply: os.bulk.apply.handler(() => notYet()),
        undo: os.bulk.undo.handler(() => notYet()),
      },
      sharing: {
        feed: os.sharing.feed.handler(({ input, signal }) => feedOf(this.shares.of(input.context), signal)),
        preview: os.sharing.preview.handler(() => notYet()),
        apply: os.sharing.apply.handler(() => notYet()),
        undo: os.sharing.undo.handler(() => notYet()),
      },
      objects: {
        workloads: os.objects.workloads.handler(() => notYet()),
        propose: os.objects.propose.handler(() => notYet()),
        copy: os.objects.copy.handler(() => notYet()),
        slices: os.objects.slices.handler(() => notYet()),
        preview: os.objects.preview.handler(() => notYet()),
        apply: os.objects.apply.handler(() => notYet()),
      },
      terminals: {
        feed: os.terminals.feed.handler(({ signal }) => feedOf(this.terminals, signal)),
        open: os.terminals.open.handler(({ input: { spec } }) => this.#open(spec)),
        restart: os.terminals.restart.handler(({ input: { key } }) => {
          throw fail('bug', { detail: key });
        }),
        write: os.terminals.write.handler(() => undefined),
        resize: os.terminals.resize.handler(() => undefined),
        read: os.terminals.read.handler(({ input: { from } }) => ({ text: '', next: from, last: true })),
        running: os.terminals.running.handler(() => ({})),
        close: os.terminals.close.handler(() => undefined),
      },
      demo: {
        feed: os.demo.feed.handler(({ signal }) => feedOf(this.demo, signal)),
        cause: os.demo.cause.handler(() => undefined),
      },
      about: {
        read: os.about.read.handler(() => ({})),
        diagnostics: os.about.diagnostics.handler(() => ''),
      },
      settings: {
        feed: os.settings.feed.handler(({ signal }) => feedOf(this.settings, signal)),
        change: os.settings.change.handler(({ input }) => {
          const [now] = this.settings.items;
          if (now) this.settings.set({ ...now, ...input });
        }),
      },
    });
  }

  #open(spec: TerminalSpec): TerminalView {
    const view: TerminalView = {
      key: String(this.terminals.items.length),
      spec,
      run: 0,
      state: { name: 'running', takesKeys: true },
    };
    this.terminals.set(view);
    return view;
  }

  #start(spec: ForwardSpec): ForwardView {
    const view = this.start(spec);
    this.forwards.set(view);
    return view;
  }
}

function feedOf<T extends Keyed>(table: FakeTable<T>, signal: AbortSignal | undefined): AsyncGenerator<Change<T>> {
  if (table.refusal) throw fail(table.refusal.code, table.refusal.params);
  return table.feed(signal ?? new AbortController().signal);
}
