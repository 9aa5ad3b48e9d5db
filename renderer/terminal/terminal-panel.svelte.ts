import { createContext } from 'svelte';
import type { TerminalSpec, TerminalView } from '../../shared/model/terminal.ts';
import type { Wish } from './start/wish.ts';
import type { App } from '../live/app.svelte.ts';

/** Whether closing ends a program, though nobody can say which one is in front. */
const endsUnseen: Readonly<Record<TerminalSpec['kind'], boolean>> = {
  shell: false,
  exec: true,
  attach: false,
  debug: true,
  node: true,
  probe: true,
  logs: false,
};
/** What a terminal has until its screen is measured. */
const FIRST_SIZE = { columns: 80, rows: 24 };
const KEPT = 'portolan.terminal-height';
export const heights = { least: 140, most: 640, first: 280, step: 40 } as const;

/** The panel at the bottom of the window: whether it is open, how high, and which tab is in front. */
export class TerminalPanel {
  readonly #app: App;
  isOpen = $state(false);
  #height = $state(recall());
  #front = $state<string>();
  /** The tab that asks whether to end what runs in it, and what that is where it is known. */
  asking = $state.raw<{ readonly key: string; readonly program?: string }>();
  /** What the start dialog asks about, while it is open. */
  wish = $state.raw<Wish>();
  /** Counts wishes to have the keys go to the terminal. */
  wanted = $state(0);
  #before: Element | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  get tabs(): readonly TerminalView[] {
    return this.#app.terminals.values;
  }

  /** The tab in front: the chosen one, or the last one where that is gone. */
  get front(): TerminalView | undefined {
    return this.tabs.find(({ key }) => key === this.#front) ?? this.tabs.at(-1);
  }

  get height(): number {
    return this.#height;
  }

  resize(height: number): void {
    this.#height = Math.round(Math.min(heights.most, Math.max(heights.least, height)));
    localStorage.setItem(KEPT, String(this.#height));
  }

  choose(key: string): void {
    this.#front = key;
    this.wanted += 1;
  }

  /** Opens a terminal in a new tab and shows it. */
  open(spec: TerminalSpec): void {
    this.#app.act(async (client) => {
      const { key } = await client.terminals.open({ spec, size: FIRST_SIZE });
      this.#show();
      this.choose(key);
    });
  }

  restart(key: string, spec?: TerminalSpec): void {
    this.#app.act((client) => client.terminals.restart({ key, ...(spec && { spec }) }));
  }

  /** Closes a tab; asks first where that ends what runs. */
  close({ key, spec, state }: TerminalView): void {
    this.#app.act(async (client) => {
      if (state.name === 'running' && this.asking?.key !== key) {
        const { program } = await client.terminals.running({ key });
        if (program !== undefined || endsUnseen[spec.kind]) {
          this.choose(key);
          this.asking = { key, ...(program !== undefined && { program }) };
          return;
        }
      }
      this.asking = undefined;
      await client.terminals.close({ key });
    });
  }

  toggle(): void {
    if (this.isOpen) this.hide();
    else {
      this.#show();
      this.wanted += 1;
    }
  }

  /** Gives the focus back to where it was. */
  hide(): void {
    this.isOpen = false;
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  #show(): void {
    if (!this.isOpen) this.#before = document.activeElement ?? undefined;
    this.isOpen = true;
  }
}

function recall(): number {
  const kept = Number(localStorage.getItem(KEPT));
  return kept >= heights.least && kept <= heights.most ? kept : heights.first;
}

export const [getTerminals, setTerminals] = createContext<TerminalPanel>();
