import { screen, type BrowserWindow } from 'electron';
import type { CommandId } from '../../shared/command-table.ts';
import type { CoreHost } from './core-host.ts';
import { answerAsks, WindowPorts } from './ipc.ts';
import type { PageCommands } from './menu/page-commands.ts';
import { PAGE_URL } from './origin.ts';
import { MOST_WINDOWS, onScreen, readStates, writeStates, type WindowState } from './window-states.ts';
import { openWindow } from './window.ts';

export interface WindowsOptions {
  /** The folder of the built preload. */
  readonly folder: string;
  readonly core: Pick<CoreHost<Electron.MessagePortMain>, 'hand' | 'running'>;
  /** Where it is kept how the windows stood. */
  readonly path: string;
  /** What can be done in the front window has changed, or which one that is. */
  readonly onCommands: () => void;
}

/** While a window is moved, its place is written this seldom, in ms. */
const SETTLE = 300;
/** How far from the window before it a new one stands, in px. */
const STEP = 24;

/** The app's windows: as many as a person wants, on the one core, each where it was left. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #open = new Map<BrowserWindow, WindowPorts>();
  #front: BrowserWindow | undefined;
  #saving: NodeJS.Timeout | undefined;

  constructor(options: WindowsOptions) {
    this.#options = options;
    answerAsks({
      portsOf: (sender) => [...this.#open].find(([window]) => window.webContents === sender)?.[1],
      onCommands: options.onCommands,
    });
  }

  /** To be called when the core has started. */
  coreStarted(): void {
    for (const ports of this.#open.values()) ports.coreStarted();
  }

  /** Brings the last window to the front; where there is none, those of last time. A place is shown in it. */
  show(place?: string): void {
    if (this.#open.size === 0) this.#restore();
    const front = this.#front;
    if (!front) return;
    if (front.isMinimized()) front.restore();
    front.focus();
    if (place !== undefined && placeIn(front) !== place) lead(front, place);
  }

  /** What can be done in the front window; undefined where there is none. */
  get commands(): ReadonlySet<CommandId> | undefined {
    return this.#frontCommands?.live;
  }

  /** Has the front window do it. Where there is none, one opens first, which is all that a new window takes. */
  run(id: CommandId): void {
    const isNew = this.#open.size === 0;
    if (isNew) this.show();
    if (!isNew || id !== 'app.window') this.#frontCommands?.run(id);
  }

  get #frontCommands(): PageCommands | undefined {
    return this.#front && this.#open.get(this.#front)?.commands;
  }

  /** Opens one more window, at this place. */
  add(place: string): void {
    const before = this.#front?.getNormalBounds();
    const bounds = before && { ...before, x: before.x + STEP, y: before.y + STEP };
    this.#make({ place, isMaximized: false, ...(bounds && { bounds }) });
  }

  /** To be called before they are closed one by one. */
  save(): void {
    clearTimeout(this.#saving);
    // None is left at the end; the next start wants those that were.
    if (this.#open.size > 0) writeStates(this.#options.path, [...this.#open.keys()].map(stateOf));
  }

  #restore(): void {
    const states = readStates(this.#options.path);
    for (const state of states) this.#make(state);
    if (states.length === 0) this.#make({ place: '', isMaximized: false });
  }

  #make({ bounds, isMaximized, place }: Partial<WindowState>): void {
    if (this.#open.size >= MOST_WINDOWS) return;
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const at = bounds && onScreen(bounds, screens);
    const { folder, core } = this.#options;
    const window = openWindow({
      folder,
      place: place ?? '',
      onPage: (other) => this.add(other),
      ...(at && { bounds: at }),
    });
    if (isMaximized) window.maximize();
    this.#open.set(window, new WindowPorts(window, core));
    const toFront = (front: BrowserWindow | undefined): void => {
      this.#front = front;
      this.#options.onCommands();
    };
    toFront(window);
    window.on('focus', () => toFront(window));
    window.on('resize', () => this.#saveSoon());
    window.on('move', () => this.#saveSoon());
    window.webContents.on('did-navigate-in-page', () => this.#saveSoon());
    window.on('closed', () => {
      this.#open.delete(window);
      if (this.#front === window) toFront([...this.#open.keys()].at(-1));
      this.#saveSoon();
    });
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), SETTLE);
  }
}

function stateOf(window: BrowserWindow): WindowState {
  return { bounds: window.getNormalBounds(), isMaximized: window.isMaximized(), place: placeIn(window) };
}

function placeIn({ webContents }: BrowserWindow): string {
  return /#.*/.exec(webContents.getURL())?.[0] ?? '';
}

/** The same page at another hash: nothing is loaded again, and the way back leads to where the person was. */
function lead(window: BrowserWindow, place: string): void {
  window.loadURL(PAGE_URL + place).catch(() => undefined);
}
