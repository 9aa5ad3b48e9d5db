import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);

/** How long the place of Electron's binaries may take to answer, and then the download. In ms. */
const ANSWER_WITHIN = 5000;
const DOWNLOAD_WITHIN = 10 * 60_000;

/**
 * The path of Electron's binary, downloaded by Electron's own installer if need be; undefined where it can't be had.
 * Without a network that is known after seconds, not after the installer's own patience.
 */
export async function findElectron(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = dirname(require.resolve('electron/package.json'));
  if (!override && !existsSync(join(folder, 'path.txt'))) await download(folder, env);
  if (!override && !existsSync(join(folder, 'path.txt'))) return undefined;
  const path = require('electron') as string; // the module's value outside of Electron
  return existsSync(path) ? path : undefined;
}

async function download(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (!(await answers(env))) return;
  const installing = promisify(execFile)(process.execPath, [join(folder, 'install.js')], {
    timeout: DOWNLOAD_WITHIN,
    env,
  });
  // Whether it worked shows in whether the binary is there.
  await installing.catch(() => undefined);
}

/** Whether the host that Electron downloads from takes connections. Behind a proxy only the download itself can tell. */
function answers(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env['HTTPS_PROXY'] || env['https_proxy'] || env['ELECTRON_MIRROR']) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host: 'github.com', port: 443, timeout: ANSWER_WITHIN });
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true)).once('timeout', settle(false)).once('error', settle(false));
  });
}
