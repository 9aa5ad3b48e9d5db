import { getApp, type App } from '../live/app.svelte.ts';
import { getRouter, type Router } from '../router.svelte.ts';
import { getTerminals, type TerminalPanel } from '../terminal/terminal-panel.svelte.ts';
import { getSheet, type SheetState } from '../views/exposure/sheet-state.svelte.ts';

/** What commands work with. */
export interface Tools {
  readonly app: App;
  readonly router: Router;
  readonly sheet: SheetState;
  readonly terminals: TerminalPanel;
}

/** To be called while a component is made. */
export function getTools(): Tools {
  return { app: getApp(), router: getRouter(), sheet: getSheet(), terminals: getTerminals() };
}
