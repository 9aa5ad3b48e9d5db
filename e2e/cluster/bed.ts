import { readFile } from 'node:fs/promises';
import { backendsFile } from './backends.ts';
import type { Backends } from './backends.ts';
import { remoteControl } from './control.ts';
import type { Control } from './control.ts';
import { execPluginOf } from './exec-plugin.ts';
import type { ExecPlugin } from './exec-plugin.ts';
import { compactEtcd } from './etcd.ts';
import { writeKubeconfig, writeToken } from './kubeconfigs.ts';
import type { BedContext, KubeconfigOptions } from './kubeconfigs.ts';
import { runKubectl } from './kubectl.ts';
import type { KubectlOptions } from './kubectl.ts';
import { layout, serverUrl } from './layout.ts';
import type { BedState } from './layout.ts';
import { applyAll } from './apply.ts';
import type { KubeObject } from './objects.ts';
import type { Person } from './people.ts';
import { readCert } from './pki.ts';
import { Rest } from './rest.ts';
import { waitFor } from './wait.ts';
import type { WaitOptions } from './wait.ts';
import { countReadyEndpoints, countReadyPods } from './readiness.ts';

export interface Switch {
  /** SIGKILL, as a crash would; settles when the process is gone. */
  stop(): Promise<void>;
  /** Settles when it serves again, on the same port. */
  start(): Promise<void>;
}

/** A running cluster. Disposing it ends it, if this process started it; else it only lets go. */
export interface Bed extends AsyncDisposable {
  readonly dir: string;
  /** Admin by client certificate. */
  readonly kubeconfig: string;
  readonly server: string;
  readonly binary: string;
  readonly tokens: Readonly<Record<Person, string>>;
  /** The admin's plain REST client. */
  readonly rest: Rest;
  readonly backends: Backends;
  readonly api: Switch;
  readonly controllers: Switch;
  /** Stopping it cuts all tunnels; the pods stay as they are. */
  readonly kubelet: Switch;

  /** Gives what kubectl prints on stdout; throws what it prints on stderr. */
  kubectl(args: readonly string[], input?: string, options?: KubectlOptions): Promise<string>;
  /** Creates or changes the objects, namespaces first, and patches in the `status` of those that have one. */
  apply(objects: readonly KubeObject[]): Promise<void>;
  /** Makes etcd forget its history: old resourceVersions and continue tokens get 410 (with `watchCache: false`, at once). */
  compact(): Promise<void>;

  waitFor<T>(what: string, probe: () => T | Promise<T>, options?: WaitOptions): Promise<Exclude<T, undefined | false>>;
  /** Waits until exactly so many of the namespace's pods, or those with these labels, are ready. */
  waitForPods(namespace: string, ready: number, options?: WaitOptions & { readonly selector?: string }): Promise<void>;
  /** Waits until the Service's slices have exactly so many ready addresses. */
  waitForEndpoints(
    namespace: string,
    service: string,
    options: WaitOptions & { readonly ready: number },
  ): Promise<void>;

  /** Writes a kubeconfig of one context, named like the file. */
  kubeconfigFor(user: BedContext, options?: KubeconfigOptions): Promise<string>;
  /** Writes a kubeconfig of several contexts. */
  kubeconfigWith(contexts: Readonly<Record<string, BedContext>>, options?: KubeconfigOptions): Promise<string>;
  /** The exec plugin of the kubeconfig that was written under this name. */
  execPlugin(name: string): ExecPlugin;
  /** Makes a token file another person's. */
  writeToken(path: string, as: Person): Promise<void>;
}

/** The Bed of a running cluster's folder, for processes other than the one that started it. */
export async function connectBed(dir: string): Promise<Bed> {
  const state = JSON.parse(await readFile(layout(dir).state, 'utf8')) as BedState; // written by startBed
  return openBed(state, remoteControl(state.control), async () => {});
}

/** Puts the API of a Bed on a running cluster. */
export async function openBed(state: BedState, control: Control, dispose: () => Promise<void>): Promise<Bed> {
  const files = layout(state.dir);
  const server = serverUrl(state.ports);
  const ca = (await readCert(files.pki, 'ca')).cert;
  const rest = new Rest({ server, ca, ...(await readCert(files.pki, 'user-admin')) });
  return {
    dir: state.dir,
    kubeconfig: files.admin,
    server,
    binary: state.binary,
    tokens: state.tokens,
    rest,
    backends: backendsFile(files.backends),
    api: { stop: () => control('api.stop'), start: () => control('api.start') },
    controllers: { stop: () => control('controllers.stop'), start: () => control('controllers.start') },
    kubelet: { stop: () => control('kubelet.stop'), start: () => control('kubelet.start') },
    kubectl: (args, input, options) => runKubectl(state, args, { ...(input !== undefined && { input }), ...options }),
    apply: (objects) => applyAll(rest, objects),
    compact: () => compactEtcd(state.ports.etcd),
    waitFor,
    waitForPods: async (namespace, ready, { selector = '', ...options } = {}) => {
      const what = `${ready} ready pods in ${namespace}${selector && ` with ${selector}`}`;
      await waitFor(what, async () => (await countReadyPods(rest, namespace, selector)) === ready, options);
    },
    waitForEndpoints: async (namespace, service, { ready, ...options }) => {
      const what = `${ready} ready endpoints of ${namespace}/${service}`;
      await waitFor(what, async () => (await countReadyEndpoints(rest, namespace, service)) === ready, options);
    },
    kubeconfigFor: (user, options = {}) => writeKubeconfig(state, { [options.current ?? 'bed']: user }, options),
    kubeconfigWith: (contexts, options) => writeKubeconfig(state, contexts, options),
    execPlugin: (name) => execPluginOf(state, name),
    writeToken: (path, as) => writeToken(state, path, as),
    [Symbol.asyncDispose]: async () => {
      rest[Symbol.dispose]();
      await dispose();
    },
  };
}
