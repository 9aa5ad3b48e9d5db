import { createContext } from 'svelte';
import type { Desktop } from '../shared/desktop.ts';

/** What only the desktop app can do; undefined in a browser. */
const [get, set] = createContext<{ readonly desktop: Desktop | undefined }>();

export function getDesktop(): Desktop | undefined {
  return get().desktop;
}

export function setDesktop(desktop: Desktop | undefined): void {
  set({ desktop });
}
