import type { Failure } from '../failure.ts';

/** What Portolan remembers of a person's wishes, on this computer. */
export interface Settings {
  readonly locale: 'system' | 'en' | 'ko';
  readonly theme: 'system' | 'light' | 'dark';
  /** Whether forwards open at the last quit start again with the app. */
  readonly restoreForwards: boolean;
  /** Kubeconfig files chosen by hand, used after KUBECONFIG or the default file. */
  readonly kubeconfigs: readonly string[];
}

export const defaultSettings: Settings = { locale: 'system', theme: 'system', restoreForwards: true, kubeconfigs: [] };

/** The kubeconfig files in use, or why there is none. */
export interface KubeconfigView {
  readonly key: 'kubeconfig';
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}
