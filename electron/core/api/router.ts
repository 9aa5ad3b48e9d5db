import { implement } from '@orpc/server';
import type { Change, Keyed } from '../../../shared/change.ts';
import { contract } from '../../../shared/contract.ts';
import type { Clock } from '../clock.ts';
import type { CostBook } from '../costs/cost-book.ts';
import { liveCosts } from '../costs/live.ts';
import type { Demo } from '../demo/demo.ts';
import type { Exposures } from '../exposure/exposures.ts';
import { applyFix, previewFix } from '../diagnosis/fix.ts';
import { Diagnoses } from '../diagnosis/live.ts';
import type { Forwards } from '../forward/forwards.ts';
import { startNamespace } from '../forward/many/namespace.ts';
import type { Clusters } from '../kube/clusters.ts';
import { readKubeProxy } from '../kube/kube-proxy.ts';
import type { LiveSource } from '../live.ts';
import { checkNodePorts } from '../nodes/check.ts';
import { readPlacements } from '../nodes/placements.ts';
import { nodeRows } from '../nodes/rows.ts';
import { nodeServices, serviceNodes } from '../nodes/services.ts';
import { serviceDetail } from '../services/detail.ts';
import { serviceEvents } from '../services/events.ts';
import { serviceRows } from '../services/rows.ts';
import { serviceYaml } from '../services/yaml.ts';
import { serviceNames } from '../names/live.ts';
import type { LocalNames } from '../local-names/local-names.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { ObjectChanges } from '../objects/object-changes.ts';
import type { Preferences } from '../preferences.ts';
import type { Terminals } from '../terminal/terminals.ts';
import { Credits, feed } from './feed.ts';
import { guardFeed, toWireError } from './guard.ts';

/** What the contract's calls and feeds are made of. */
export interface Parts {
  readonly clusters: Clusters;
  readonly forwards: Forwards;
  readonly profiles: Profiles;
  readonly localNames: LocalNames;
  readonly exposures: Exposures;
  readonly costs: CostBook;
  readonly objectChanges: ObjectChanges;
  readonly terminals: Terminals;
  readonly preferences: Preferences;
  readonly demo: Demo;
  readonly clock: Clock;
}

/** A live source opened for one feed, closed when that feed ends. */
type Opened<T extends Keyed> = LiveSource<T> & { close(): void };

/** The contract, implemented: each line hands over to the part that does the work. */
export function createRouter(parts: Parts) {
  const { clusters, forwards, profiles, localNames, exposures, costs, objectChanges } = parts;
  const { terminals, preferences, demo, clock } = parts;
  const credits = new Credits();
  const diagnoses = new Diagnoses(clock);

  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toWireError(error);
    }
  });

  /** Runs a feed on a source that lives as long as the core, or on one opened for this feed alone. */
  async function* run<T extends Keyed>(
    source: LiveSource<T> | Opened<T>,
    { id, signal }: { readonly id: string; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<Change<T>> {
    try {
      yield* guardFeed(feed(source, { id, credits, clock, signal: signal ?? new AbortController().signal }));
    } finally {
      if ('close' in source) source.close();
    }
  }

  return os.router({
    taken: os.taken.handler(({ input }) => {
      credits.taken(input.id);
    }),
    kubeconfig: {
      feed: os.kubeconfig.feed.handler(({ input, signal }) => run(preferences.kubeconfig, { ...input, signal })),
      add: os.kubeconfig.add.handler(({ input }) => preferences.addKubeconfig(input.path)),
    },
    contexts: {
      feed: os.contexts.feed.handler(({ input, signal }) => run(clusters.contexts, { ...input, signal })),
      connect: os.contexts.connect.handler(({ input }) => {
        clusters.connect(input.context);
      }),
      disconnect: os.contexts.disconnect.handler(({ input }) => {
        clusters.disconnect(input.context);
      }),
      setNamespaces: os.contexts.setNamespaces.handler(({ input }) => {
        clusters.setNamespaces(input.context, input.namespaces);
      }),
    },
    services: {
      feed: os.services.feed.handler(({ input, signal }) =>
        run(serviceRows(clusters.cluster(input.context)), { ...input, signal }),
      ),
      detail: os.services.detail.handler(({ input, signal }) =>
        run(serviceDetail(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
      ),
      events: os.services.events.handler(({ input, signal }) =>
        run(serviceEvents(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
      ),
      yaml: os.services.yaml.handler(({ input, signal }) =>
        serviceYaml(clusters.cluster(input.context), input, signal ?? new AbortController().signal),
      ),
      names: os.services.names.handler(({ input, signal }) =>
        run(serviceNames(clusters.cluster(input.ref.context), input.ref, clock), { ...input, signal }),
      ),
    },
    diagnosis: {
      service: os.diagnosis.service.handler(({ input, signal }) =>
        run(diagnoses.service(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
      ),
      all: os.diagnosis.all.handler(({ input, signal }) =>
        run(diagnoses.all(clusters.cluster(input.context)), { ...input, signal }),
      ),
      previewFix: os.diagnosis.previewFix.handler(({ input: { context, patch }, signal }) =>
        previewFix({ api: clusters.cluster(context).api, patch, signal: signal ?? new AbortController().signal }),
      ),
      applyFix: os.diagnosis.applyFix.handler(({ input: { context, patch, resourceVersion }, signal }) =>
        applyFix(
          { api: clusters.cluster(context).api, patch, signal: signal ?? new AbortController().signal },
          resourceVersion,
        ),
      ),
    },
    costs: {
      feed: os.costs.feed.handler(({ input, signal }) =>
        run(liveCosts(clusters.cluster(input.context), costs), { ...input, signal }),
      ),
      book: os.costs.book.handler(({ input, signal }) => run(costs.view, { ...input, signal })),
      change: os.costs.change.handler(({ input }) => costs.change(input)),
      importPrices: os.costs.importPrices.handler(({ input }) => costs.importPrices(input.text)),
    },
    nodes: {
      feed: os.nodes.feed.handler(({ input, signal }) =>
        run(nodeRows(clusters.cluster(input.context)), { ...input, signal }),
      ),
      proxy: os.nodes.proxy.handler(({ input, signal }) =>
        readKubeProxy(clusters.cluster(input.context).api, signal ?? new AbortController().signal),
      ),
      services: os.nodes.services.handler(({ input, signal }) =>
        run(nodeServices(clusters.cluster(input.context), input.node), { ...input, signal }),
      ),
      serving: os.nodes.serving.handler(({ input, signal }) =>
        run(serviceNodes(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
      ),
      check: os.nodes.check.handler(({ input, signal = new AbortController().signal }) =>
        checkNodePorts(clusters.cluster(input.context), input, signal),
      ),
      placements: os.nodes.placements.handler(({ input, signal = new AbortController().signal }) =>
        readPlacements(clusters.cluster(input.context), input, signal),
      ),
    },
    forwards: {
      feed: os.forwards.feed.handler(({ input, signal }) => run(forwards.views, { ...input, signal })),
      start: os.forwards.start.handler(({ input }) => forwards.start(input)),
      startNamespace: os.forwards.startNamespace.handler(({ input: { context, ...wish } }) =>
        startNamespace({ ...wish, cluster: clusters.cluster(context), forwards, clock }),
      ),
      change: os.forwards.change.handler(({ input: { key, ...wishes } }) => {
        forwards.change(key, wishes);
      }),
      stop: os.forwards.stop.handler(({ input }) => forwards.stop(input.key)),
      requests: os.forwards.requests.handler(({ input, signal }) =>
        run(forwards.requests(input.key).entries, { ...input, signal }),
      ),
      clearRequests: os.forwards.clearRequests.handler(({ input }) => {
        forwards.requests(input.key).clear();
      }),
    },
    profiles: {
      feed: os.profiles.feed.handler(({ input, signal }) => run(profiles.views, { ...input, signal })),
      save: os.profiles.save.handler(({ input }) => profiles.save(input.name)),
      rename: os.profiles.rename.handler(({ input }) => profiles.rename(input.name, input.to)),
      remove: os.profiles.remove.handler(({ input }) => profiles.remove(input.name)),
      startWithApp: os.profiles.startWithApp.handler(({ input }) => profiles.startWithApp(input.name, input.on)),
      start: os.profiles.start.handler(({ input }) => profiles.start(input.name)),
      stop: os.profiles.stop.handler(({ input }) => profiles.stop(input.name)),
      export: os.profiles.export.handler(({ input }) => profiles.export(input.name)),
      import: os.profiles.import.handler(({ input }) => profiles.import(input.text)),
    },
    localNames: {
      feed: os.localNames.feed.handler(({ input, signal }) => run(localNames.view, { ...input, signal })),
      switch: os.localNames.switch.handler(({ input }) => localNames.switch(input.door, input.on)),
    },
    exposure: {
      choices: os.exposure.choices.handler(({ input, signal }) => exposures.choices(input.ref, signal)),
      history: os.exposure.history.handler(async function* ({ input, signal }) {
        yield* run(await exposures.history(input.ref), { ...input, signal });
      }),
      plan: os.exposure.plan.handler(({ input: { ref, wish }, signal }) => exposures.plan(ref, wish, signal)),
      preview: os.exposure.preview.handler(({ input: { ref, wish }, signal }) => exposures.preview(ref, wish, signal)),
      apply: os.exposure.apply.handler(({ input: { ref, wish, expected }, signal }) =>
        exposures.apply(ref, wish, { expected, signal }),
      ),
      undo: os.exposure.undo.handler(({ input: { ref, expected }, signal }) =>
        exposures.undo(ref, { expected, signal }),
      ),
      redo: os.exposure.redo.handler(({ input: { ref, expected }, signal }) =>
        exposures.redo(ref, { expected, signal }),
      ),
    },
    objects: {
      workloads: os.objects.workloads.handler(({ input, signal }) => objectChanges.workloads(input, { signal })),
      propose: os.objects.propose.handler(({ input: { workload, ...place }, signal }) =>
        objectChanges.propose(place, workload, { signal }),
      ),
      copy: os.objects.copy.handler(({ input: { ref, name }, signal }) => objectChanges.copy(ref, name, { signal })),
      slices: os.objects.slices.handler(({ input, signal }) => objectChanges.slices(input, { signal })),
      preview: os.objects.preview.handler(({ input: { wish, ...place }, signal }) =>
        objectChanges.preview(place, wish, { signal }),
      ),
      apply: os.objects.apply.handler(({ input: { wish, expected, ...place }, signal }) =>
        objectChanges.apply(place, wish, { expected, signal }),
      ),
      undo: os.objects.undo.handler(({ input: { ref, expected }, signal }) =>
        objectChanges.undo(ref, { expected, signal }),
      ),
    },
    terminals: {
      feed: os.terminals.feed.handler(({ input, signal }) => run(terminals.views, { ...input, signal })),
      open: os.terminals.open.handler(({ input }) => terminals.open(input.spec, input.size)),
      restart: os.terminals.restart.handler(({ input }) => terminals.restart(input.key, input.spec)),
      write: os.terminals.write.handler(({ input }) => terminals.write(input.key, input.text)),
      resize: os.terminals.resize.handler(({ input }) => terminals.resize(input.key, input.size)),
      read: os.terminals.read.handler(({ input, signal }) =>
        terminals.read(input, signal ?? new AbortController().signal),
      ),
      close: os.terminals.close.handler(({ input }) => terminals.close(input.key)),
    },
    demo: {
      feed: os.demo.feed.handler(({ input, signal }) => run(demo.view, { ...input, signal })),
      cause: os.demo.cause.handler(({ input }) => demo.cause(input)),
    },
    settings: {
      feed: os.settings.feed.handler(({ input, signal }) => run(preferences.settings, { ...input, signal })),
      change: os.settings.change.handler(({ input }) => {
        preferences.change(input);
      }),
    },
  });
}

export type Router = ReturnType<typeof createRouter>;
