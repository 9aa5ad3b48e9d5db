import type { Failure } from '../failure.ts';

/** What Portolan remembers of a person's wishes, on this computer. */
export interface Settings {
  readonly locale: 'system' | 'en' | 'ko';
  readonly theme: 'system' | 'light' | 'dark';
  /** Whether forwards open at the last quit start again with the app. */
  readonly restoreForwards: boolean;
  /** Kubeconfig files chosen by hand, used after KUBECONFIG or the default file. */
  readonly kubeconfigs: readonly string[];
  /** Whether the system shows a word about forwards that are lost for long, and back again. Desktop only. */
  readonly notifications: boolean;
  /** Whether the app goes on in the tray when its last window is closed. Desktop only. */
  readonly keepInTray: boolean;
  readonly startAtLogin: boolean;
  /** The proxy to API servers whose context names none; empty: as the environment says (HTTPS_PROXY, NO_PROXY). */
  readonly proxy: string;
}

export const defaultSettings: Settings = {
  locale: 'system',
  theme: 'system',
  restoreForwards: true,
  kubeconfigs: [],
  notifications: true,
  keepInTray: false,
  startAtLogin: false,
  proxy: '',
};

/** The kubeconfig files in use, or why there is none. */
export interface KubeconfigView {
  readonly key: 'kubeconfig';
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}
