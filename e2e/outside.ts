import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** What the page hands over to the system around it, through whichever door. */
export interface Outside {
  /** The address that the act leads to: a new tab of the browser, or what the desktop gives to the system's browser. */
  readonly opened: (act: () => Promise<void>) => Promise<string>;
  /** The file that the act saves. */
  readonly saved: (act: () => Promise<void>) => Promise<{ readonly name: string; readonly text: string }>;
  /** What was copied last. */
  readonly copied: () => Promise<string>;
}

export function aroundBrowser(page: Page): Outside {
  const context = page.context();
  return {
    opened: async (act) => {
      const opening = context.waitForEvent('page');
      await act();
      const tab = await opening;
      await tab.waitForURL(/^http/);
      const url = tab.url();
      await tab.close();
      return url;
    },
    saved: async (act) => {
      const saving = page.waitForEvent('download');
      await act();
      const download = await saving;
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    },
    copied: async () => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      return page.evaluate(() => navigator.clipboard.readText());
    },
  };
}

/** Stands where Electron hands over to the system; files are saved to the folder, as a person would choose in the dialog. */
export function aroundDesktop(app: ElectronApplication, folder: string): Outside {
  return {
    opened: async (act) => {
      const opening = await app.evaluateHandle(({ shell }) => ({
        url: new Promise<string>((resolve) => {
          shell.openExternal = async (url) => resolve(url);
        }),
      }));
      await act();
      return opening.evaluate(({ url }) => url);
    },
    saved: async (act) => {
      const saving = await app.evaluateHandle(
        ({ session }, folder) => ({
          name: new Promise<string>((resolve) => {
            session.defaultSession.once('will-download', (_event, item) => {
              item.setSavePath(`${folder}/${item.getFilename()}`);
              item.once('done', () => resolve(item.getFilename()));
            });
          }),
        }),
        folder,
      );
      await act();
      const name = await saving.evaluate(({ name }) => name);
      return { name, text: await readFile(join(folder, name), 'utf8') };
    },
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
  };
}
