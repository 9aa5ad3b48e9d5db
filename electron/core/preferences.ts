import { resolve } from 'node:path';
import type { Keyed } from '../../shared/change.ts';
import { AppError, fail, type Failure } from '../../shared/failure.ts';
import type { KubeconfigView, Settings } from '../../shared/model/settings.ts';
import { loadKubeconfig, type Kubeconfig } from './kube/kubeconfig.ts';
import { LiveMap } from './live.ts';
import type { StateFile } from './state.ts';

export interface PreferencesOptions {
  readonly home: string;
  /** Hears when the list of files chosen by hand changes. */
  readonly onKubeconfigs: () => void;
  readonly onProxy: () => void;
}

/** What the user chose, as feeds: the settings, and the kubeconfig files in use. */
export class Preferences {
  readonly settings = new LiveMap<Settings & Keyed>();
  readonly kubeconfig = new LiveMap<KubeconfigView>();
  readonly #state: StateFile;
  readonly #options: PreferencesOptions;

  constructor(state: StateFile, options: PreferencesOptions) {
    this.#state = state;
    this.#options = options;
    this.#tell();
  }

  get current(): Settings {
    return this.#state.current.settings;
  }

  change(change: Partial<Settings>): void {
    const before = this.#state.current.settings;
    this.#state.change({ settings: { ...before, ...change } });
    this.#tell();
    if (change.kubeconfigs && change.kubeconfigs !== before.kubeconfigs) this.#options.onKubeconfigs();
    if (change.proxy !== undefined && change.proxy !== before.proxy) this.#options.onProxy();
  }

  /** Takes a kubeconfig chosen by hand into use, or says what is wrong with it and changes nothing. */
  async addKubeconfig(typed: string): Promise<void> {
    const { home } = this.#options;
    // No shell has read it before: `~` is still there, and there is no folder to be relative to but this one.
    const path = resolve(home, typed.replace(/^~(?=$|[\\/])[\\/]*/, ''));
    const { failures } = await loadKubeconfig({ merged: [], chosen: [path] });
    const problem = failures[0];
    if (problem?.code === 'kubeconfig-missing') throw fail('kubeconfig-not-there', { file: path });
    if (problem) throw new AppError(problem);
    const { kubeconfigs } = this.#state.current.settings;
    if (!kubeconfigs.includes(path)) this.change({ kubeconfigs: [...kubeconfigs, path] });
  }

  /** Shows which files are in use, and what is wrong with them. */
  show({ files, failures }: Pick<Kubeconfig, 'files'> & { readonly failures: readonly Failure[] }): void {
    this.kubeconfig.reset([{ key: 'kubeconfig', files, failures }]);
  }

  #tell(): void {
    this.settings.reset([{ key: 'settings', ...this.#state.current.settings }]);
  }
}
