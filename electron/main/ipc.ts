import {
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainInvokeEvent,
  type WebContents,
  type WebFrameMain,
} from 'electron';
import { CONNECT_CHANNEL, PICK_KUBECONFIG_CHANNEL, PORT_CHANNEL } from '../../shared/desktop.ts';
import type { CoreHost } from './core-host.ts';
import { pickFile } from './native.ts';
import { isPageFrame } from './origin.ts';

/** Wires a window's document to the core: once when it asks, and again whenever the core was started again. */
export class WindowPorts {
  readonly #window: BrowserWindow;
  readonly #core: Pick<CoreHost<Electron.MessagePortMain>, 'hand' | 'running'>;
  /** The document that asked. A second ask is not its own: whoever asks then does not get a port. */
  #document: WebFrameMain | undefined;

  constructor(window: BrowserWindow, core: Pick<CoreHost<Electron.MessagePortMain>, 'hand' | 'running'>) {
    this.#window = window;
    this.#core = core;
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#document = undefined;
    });
    window.webContents.on('render-process-gone', () => (this.#document = undefined));
    window.on('closed', () => (this.#document = undefined));
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

/** Answers what the windows' pages ask for. `portsOf` knows the app's windows by who asks. */
export function answerAsks(portsOf: (sender: WebContents) => WindowPorts | undefined): void {
  /** Throws unless our own page asks, in the main frame of a window of ours. */
  const trusted = ({ sender, senderFrame }: IpcMainInvokeEvent) => {
    const ports = portsOf(sender);
    const ours = senderFrame && isPageFrame(senderFrame);
    if (!ports || !ours) throw new Error("Only the page of the app's windows may ask.");
    return { ports, frame: senderFrame };
  };
  ipcMain.handle(CONNECT_CHANNEL, (event) => {
    const { ports, frame } = trusted(event);
    ports.connect(frame);
  });
  ipcMain.handle(PICK_KUBECONFIG_CHANNEL, (event) => pickFile(trusted(event).ports.window));
}
