import {
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
  type WebFrameMain,
} from 'electron';
import {
  COMMAND_CHANNEL,
  CONNECT_CHANNEL,
  LIVE_COMMANDS_CHANNEL,
  PICK_KUBECONFIG_CHANNEL,
  PORT_CHANNEL,
} from '../../shared/desktop.ts';
import type { CoreHost } from './core-host.ts';
import { PageCommands } from './menu/page-commands.ts';
import { pickFile } from './native.ts';
import { isPageFrame } from './origin.ts';

/**
 * Wires a window's document to the core: once when it asks, and again whenever the core was started again. And to the
 * menus, which have it do what a person chooses there.
 */
export class WindowPorts {
  readonly #window: BrowserWindow;
  readonly #core: Pick<CoreHost<Electron.MessagePortMain>, 'hand' | 'running'>;
  /** The document that asked. A second ask is not its own: whoever asks then does not get a port. */
  #document: WebFrameMain | undefined;
  readonly commands: PageCommands;

  constructor(window: BrowserWindow, core: Pick<CoreHost<Electron.MessagePortMain>, 'hand' | 'running'>) {
    this.#window = window;
    this.#core = core;
    this.commands = new PageCommands((id) => this.#document?.send(COMMAND_CHANNEL, id));
    const leave = (): void => {
      this.#document = undefined;
      this.commands.reset();
    };
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) leave();
    });
    window.webContents.on('render-process-gone', leave);
    window.on('closed', leave);
  }

  get window(): BrowserWindow {
    return this.#window;
  }

  /** To be called when the core has started. While it is down an ask waits for this. */
  coreStarted(): void {
    if (!this.#document) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#core.hand(port1);
    this.#document.postMessage(PORT_CHANNEL, undefined, [port2]);
  }

  connect(frame: WebFrameMain): void {
    if (this.#document) throw new Error('This document has asked for its port already.');
    this.#document = frame;
    if (this.#core.running) this.coreStarted();
  }
}

interface Asked {
  /** Knows the app's windows by who asks. */
  readonly portsOf: (sender: WebContents) => WindowPorts | undefined;
  /** What a window's page can do has changed. */
  readonly onCommands: () => void;
}

/** Answers what the windows' pages ask for, and hears what they tell. */
export function answerAsks({ portsOf, onCommands }: Asked): void {
  /** Our own page in the main frame of a window of ours, or nobody. */
  const known = ({ sender, senderFrame }: IpcMainInvokeEvent | IpcMainEvent) => {
    const ports = portsOf(sender);
    const isOurs = senderFrame && isPageFrame(senderFrame);
    return ports && isOurs ? { ports, frame: senderFrame } : undefined;
  };
  const trusted = (event: IpcMainInvokeEvent) => {
    const asking = known(event);
    if (!asking) throw new Error("Only the page of the app's windows may ask.");
    return asking;
  };
  ipcMain.handle(CONNECT_CHANNEL, (event) => {
    const { ports, frame } = trusted(event);
    ports.connect(frame);
  });
  ipcMain.on(LIVE_COMMANDS_CHANNEL, (event, ids: unknown) => {
    const telling = known(event);
    if (!telling) return;
    telling.ports.commands.told(ids);
    onCommands();
  });
  ipcMain.handle(PICK_KUBECONFIG_CHANNEL, (event) => pickFile(trusted(event).ports.window));
}
