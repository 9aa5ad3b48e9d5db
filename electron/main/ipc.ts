import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import { CONNECT_CHANNEL, PICK_KUBECONFIG_CHANNEL, PORT_CHANNEL } from '../../shared/desktop.ts';
import type { CoreHost } from './core-host.ts';
import { pickFile } from './native.ts';
import { isPageUrl } from './origin.ts';

/** Wires the window's document to the core: once when it asks, and again whenever the core was started again. */
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
    ipcMain.handle(CONNECT_CHANNEL, (event) => this.#connect(event));
    ipcMain.handle(PICK_KUBECONFIG_CHANNEL, (event) => {
      this.#trustedFrame(event);
      return pickFile(window);
    });
    window.on('closed', () => {
      this.#document = undefined;
      for (const channel of [CONNECT_CHANNEL, PICK_KUBECONFIG_CHANNEL]) ipcMain.removeHandler(channel);
    });
  }

  /** To be called when the core has started. While it is down an ask waits for this. */
  coreStarted(): void {
    if (!this.#document) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#core.hand(port1);
    this.#document.postMessage(PORT_CHANNEL, undefined, [port2]);
  }

  #connect(event: IpcMainInvokeEvent): void {
    const frame = this.#trustedFrame(event);
    if (this.#document) throw new Error('This document has asked for its port already.');
    this.#document = frame;
    if (this.#core.running) this.coreStarted();
  }

  /** Throws unless our own page asks, in the main frame of our own window. */
  #trustedFrame({ sender, senderFrame }: IpcMainInvokeEvent): WebFrameMain {
    const ours =
      senderFrame && sender === this.#window.webContents && !senderFrame.parent && isPageUrl(senderFrame.url);
    if (!ours) throw new Error('Only the page of the main window may ask.');
    return senderFrame;
  }
}
