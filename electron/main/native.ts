import { homedir } from 'node:os';
import { join } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';

/** Lets the person choose a kubeconfig, which usually lives in a hidden folder; undefined when they chose none. */
export async function pickFile(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    defaultPath: join(homedir(), '.kube'),
    properties: ['openFile', 'showHiddenFiles'],
  });
  return filePaths[0];
}
