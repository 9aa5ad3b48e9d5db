import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, DIR_TARGET, Platform } from 'electron-builder';
import { buildDesktop } from '../build.ts';
import { desktopConfig } from './desktop-config.ts';

/** `npm run package`: the packages of the system that this runs on; with `--dir` the app's folder alone. */
const platform = Platform.current();
await buildDesktop();
await build({
  targets: process.argv.includes('--dir') ? platform.createTarget(DIR_TARGET) : platform.createTarget(),
  config: {
    ...desktopConfig(process.env),
    afterPack: async ({ packager, appOutDir }) => {
      // An Electron from elsewhere may come with an app of its own, which the fuses would leave lying there.
      await rm(join(packager.getResourcesDir(appOutDir), 'app'), { recursive: true, force: true });
    },
  },
});
