import { contextBridge, ipcRenderer } from 'electron';
import {
  COMMAND_CHANNEL,
  COMMAND_MESSAGE,
  CONNECT_CHANNEL,
  LIVE_COMMANDS_CHANNEL,
  PICK_KUBECONFIG_CHANNEL,
  PORT_CHANNEL,
  PORT_MESSAGE,
  type Desktop,
} from '../../shared/desktop.ts';

const desktop: Desktop = {
  connect: () => ipcRenderer.invoke(CONNECT_CHANNEL) as Promise<void>,
  pickKubeconfig: () => ipcRenderer.invoke(PICK_KUBECONFIG_CHANNEL) as Promise<string | undefined>,
  tellCommands: (ids) => ipcRenderer.send(LIVE_COMMANDS_CHANNEL, ids),
};
contextBridge.exposeInMainWorld('portolan', desktop);

// A port cannot pass the context bridge, only the window's own messages.
ipcRenderer.on(PORT_CHANNEL, ({ ports }) => window.postMessage(PORT_MESSAGE, window.origin, [...ports]));
ipcRenderer.on(COMMAND_CHANNEL, (_, id: unknown) => window.postMessage({ type: COMMAND_MESSAGE, id }, window.origin));
