/**
 * How the desktop's window gets its wire to the core. The page asks by `window.portolan.connect()`; each port then
 * comes as a `message` event of the window whose data is `PORT_MESSAGE`: one at once, and a new one whenever the core
 * had to be started again. Without `window.portolan` the page is in a browser.
 */
export const PORT_MESSAGE = 'portolan-port';

/** What main asks the page to do comes as a `message` event too, with this data. */
export interface CommandMessage {
  readonly type: typeof COMMAND_MESSAGE;
  /** A command of the command table, if it is one: anybody in the page could have posted it. */
  readonly id: unknown;
}
export const COMMAND_MESSAGE = 'portolan-command';

/** What the preload puts into the page as `window.portolan`, and all it puts there. */
export interface Desktop {
  /** Asks for the ports; a document may ask once, and is refused after. */
  connect(): Promise<void>;
  /** Lets the person choose a file; undefined when they chose none. */
  pickKubeconfig(): Promise<string | undefined>;
  /** Tells the menus what can be done now: ids of the command table. */
  tellCommands(ids: readonly string[]): void;
}

/** The channels between preload and main. */
export const CONNECT_CHANNEL = 'connect';
export const PORT_CHANNEL = 'port';
export const PICK_KUBECONFIG_CHANNEL = 'pick-kubeconfig';
export const LIVE_COMMANDS_CHANNEL = 'live-commands';
export const COMMAND_CHANNEL = 'command';

/** What main tells the process that runs the core, or stands in for it: here is a window's port; end in order. */
export type HostMessage = 'port' | 'close';
