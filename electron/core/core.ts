import { join } from 'node:path';
import type { ForwardSpec } from '../../shared/model/forward.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import { VERSION } from '../../shared/version.ts';
import type { Parts } from './api/parts.ts';
import { createRouter, type Router } from './api/router.ts';
import { systemClock, type Clock } from './clock.ts';
import { Checks } from './checks/checks.ts';
import { CostBook } from './costs/cost-book.ts';
import { demoApi, demoEntry } from './demo/context.ts';
import { Demo } from './demo/demo.ts';
import { BulkChanges } from './exposure/bulk.ts';
import { Exposures } from './exposure/exposures.ts';
import { openForwardTarget } from './forward-target.ts';
import type { OpenTarget } from './forward/forward-target.ts';
import { portKey } from './forward/many/missing.ts';
import { Forwards } from './forward/forwards.ts';
import { Clusters } from './kube/clusters.ts';
import type { ContextEntry } from './kube/context-entry.ts';
import { ExecPlugins } from './kube/exec-plugins.ts';
import { openApi } from './kube/http.ts';
import type { Impersonation } from './kube/impersonation.ts';
import { watchKubeconfig } from './kube/kubeconfig-watch.ts';
import { throughProxy } from './kube/proxy.ts';
import { loginShellPath } from './kube/shell-path.ts';
import { kubeconfigFiles, type Kubeconfig } from './kube/kubeconfig.ts';
import { noLog, openLog } from './log/log.ts';
import { record } from './log/record.ts';
import { ObjectChanges } from './objects/object-changes.ts';
import { Preferences } from './preferences.ts';
import { LocalNames } from './local-names/local-names.ts';
import { ProfileStore } from './profiles/profile-store.ts';
import { Profiles } from './profiles/profiles.ts';
import { SharedEntries } from './sharing/shared-entries.ts';
import { sweepShellFolders } from './terminal/shell/shell-folder.ts';
import { Terminals } from './terminal/terminals.ts';
import { forwardsToRestore, StateFile, type State } from './state.ts';
import { TestPods } from './test-pod/test-pods.ts';

export interface CoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Where to remember things. Without it nothing is remembered, and no context connected by itself. */
  readonly stateDir?: string;
  /** Where changes of Services are kept for undo; `stateDir` unless told. */
  readonly historyDir?: string;
  readonly clock?: Clock;
  /** `--kubeconfig`: this file alone. */
  readonly kubeconfig?: string;
  /** Whether windows may open a shell on this computer. Off unless told: it can do all that the person can. */
  readonly localShell?: boolean;
  /** `--as`, `--as-group`, in place of the kubeconfig's own. */
  readonly impersonate?: Impersonation;
}

/** Everything that the app does, behind the contract's router; the command line uses the parts themselves. */
export interface Core extends Omit<Parts, 'profiles' | 'localNames' | 'demo' | 'home' | 'clock'> {
  readonly router: Router;
  readonly testPods: TestPods;
  /** Ends forwards, watches and connections, and writes down what is to be remembered. */
  close(): Promise<void>;
}

/** Puts the parts together: reads the kubeconfig, connects what was connected, restores the forwards. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const {
    env,
    home,
    stateDir,
    historyDir = stateDir,
    clock = systemClock,
    kubeconfig: explicit,
    localShell = false,
    impersonate,
  } = options;
  const log = stateDir === undefined ? noLog : openLog(join(stateDir, 'logs'));
  log.note(`Portolan ${VERSION} started as process ${process.pid}`);
  const state = await StateFile.open(stateDir && join(stateDir, 'state.json'));
  const shellPath = loginShellPath({ clock });
  const execPlugins = new ExecPlugins({ clock, env, shellPath });
  const open = (entry: ContextEntry) =>
    openApi(entry, { clock, execPlugins, env, ...(impersonate && { impersonate }) });
  const demo = new Demo(clock);
  const clusters = new Clusters({
    openApi: (entry) => (entry.demo ? demoApi(() => demo.access(), open) : open(entry)),
    clock,
    wishes: { connected: state.current.connected ?? [], namespaces: state.current.namespaces },
    onWishes: (wishes) => state.change(wishes),
  });
  const place = () => {
    const { kubeconfigs: chosen } = state.current.settings;
    return kubeconfigFiles({ env, home, chosen, ...(explicit !== undefined && { explicit }) });
  };
  const preferences = new Preferences(state, {
    home,
    onKubeconfigs: () => kubeconfig.setFiles(place()),
    onProxy: () => takeOver(),
  });
  const kubeconfig = await watchKubeconfig(place(), { clock });
  const takeOver = (): void => {
    const { proxy } = state.current.settings;
    const proxies = proxy === '' ? env : { ...env, HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
    const contexts = kubeconfig.current.contexts.map((entry) => throughProxy(entry, proxies));
    clusters.setKubeconfig({ contexts: stateDir === undefined ? contexts : [...contexts, demoEntry] });
    preferences.show(kubeconfig.current);
  };
  kubeconfig.subscribe(takeOver);
  takeOver();

  const shellContexts = async (wanted: string): Promise<readonly ContextEntry[]> => [
    ...kubeconfig.current.contexts,
    ...(wanted === demoEntry.key ? [{ ...demoEntry, ...(await demo.access()) }] : []),
  ];
  const openTarget: OpenTarget = (ref) => openForwardTarget(clusters.cluster(ref.context), ref);
  const forwards = new Forwards({
    clock,
    openTarget,
    lastPort: (spec) => state.current.localPorts[portKey(spec)],
    onChange: (specs) =>
      state.change({ forwards: [...specs], localPorts: withLocalPorts(state.current.localPorts, specs) }),
  });
  const endRecord = record(log, { contexts: clusters.contexts, forwards: forwards.views });
  const exposures = new Exposures({
    clock,
    api: (context) => clusters.cluster(context).api,
    contextName: (context) => clusters.cluster(context).view.name,
    historyPath: historyDir && join(historyDir, 'exposure-history.json'),
  });
  const bulk = new BulkChanges(exposures);
  const costs = new CostBook(state);
  const sharedEntries = new SharedEntries({
    clock,
    bulk,
    costs,
    api: (context) => clusters.cluster(context).api,
    contextName: (context) => clusters.cluster(context).view.name,
    history: exposures.allChanges,
  });
  const objectChanges = new ObjectChanges({
    clock,
    api: (context) => clusters.cluster(context).api,
    contextName: (context) => clusters.cluster(context).view.name,
    history: exposures.allChanges,
    forwardsOf: (ref) => localPortsOf(forwards, ref),
  });
  const testPods = new TestPods(clock);
  const checks = new Checks({ clock, testPods });
  const shells = stateDir && join(stateDir, 'shells');
  if (shells) await sweepShellFolders(shells);
  const terminals = new Terminals({
    api: (context) => clusters.cluster(context).api,
    clock,
    testPods,
    ...(localShell && shells && { shell: { env, home, clock, root: shells, shellPath, contexts: shellContexts } }),
  });
  if (stateDir !== undefined) connectFirst(clusters, kubeconfig.current, state.current);
  const store = new ProfileStore(stateDir && join(stateDir, 'profiles.json'));
  const profiles = new Profiles({ store, clusters, forwards });
  const remembered = forwardsToRestore(state.current);
  state.change({ running: process.pid });
  forwards.restore([...remembered, ...(await profiles.atStart(remembered))]);
  kubeconfig.subscribe(() => forwards.resume());
  const localNames = new LocalNames({
    clock,
    clusters,
    forwards,
    openTarget,
    wishes: state.current.localNames,
    onWishes: (wishes) => state.change({ localNames: wishes }),
  });

  return {
    router: createRouter({
      clusters,
      forwards,
      profiles,
      localNames,
      exposures,
      bulk,
      sharedEntries,
      objectChanges,
      costs,
      terminals,
      checks,
      preferences,
      demo,
      log,
      home,
      clock,
    }),
    clusters,
    forwards,
    exposures,
    bulk,
    sharedEntries,
    objectChanges,
    costs,
    terminals,
    preferences,
    checks,
    log,
    testPods,
    close: async () => {
      endRecord();
      kubeconfig.close();
      await terminals.closeAll();
      await testPods.close();
      await localNames.close();
      await forwards.close();
      clusters.close();
      await demo.close();
      await store.flushed();
      log.note('Portolan ended');
      state.change({ running: undefined });
      await state.flushed();
    },
  };
}

function localPortsOf(forwards: Forwards, { context, namespace, name }: ServiceRef): readonly number[] {
  const own = [...forwards.views.items.values()].filter(
    ({ spec }) => spec.context === context && spec.namespace === namespace && spec.name === name,
  );
  return own.flatMap(({ local }) => local?.port ?? []);
}

/** So many Service ports keep their local port, the latest ones. */
const KEPT_PORTS = 2000;

function withLocalPorts(before: State['localPorts'], specs: readonly ForwardSpec[]): State['localPorts'] {
  const now = new Map(Object.entries(before));
  for (const spec of specs) {
    const key = portKey(spec);
    if (spec.localPort === undefined || now.get(key) === spec.localPort) continue;
    now.delete(key);
    now.set(key, spec.localPort);
  }
  return Object.fromEntries([...now].slice(-KEPT_PORTS));
}

/**
 * A first start, or one with another kubeconfig than before, shows the current-context, as kubectl would; one with no
 * kubeconfig at all shows the demo cluster.
 */
function connectFirst(clusters: Clusters, { files, contexts, current }: Kubeconfig, { connected }: State): void {
  const isKnown = contexts.some(({ key }) => connected?.includes(key));
  const wantsNone = connected?.length === 0;
  if (isKnown || wantsNone) return;
  if (current !== undefined) clusters.connect(current);
  else if (files.length === 0) clusters.connect(demoEntry.key);
}
