import { delimiter } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Ours, which is nobody else's business (an attach key among it), or would change what Node programs do. */
const OURS = /^(?:PORTOLAN_|ELECTRON_|CHROME_|NODE_OPTIONS$)/;

/** The environment of a shell: the person's own, with the PATH that their login shell has. */
export function shellEnv(
  env: Env,
  { path, kubeconfig }: { readonly path: string | undefined; readonly kubeconfig: string },
) {
  const own = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !OURS.test(entry[0]),
  );
  const folders = [env['PATH'] ?? '', path ?? ''].flatMap((one) => one.split(delimiter)).filter((one) => one !== '');
  return {
    ...Object.fromEntries(own),
    ...(path !== undefined && { PATH: [...new Set(folders)].join(delimiter) }),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'Portolan',
    KUBECONFIG: kubeconfig,
  };
}

/** The person's shell. */
export function shellOf(env: Env, platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'powershell.exe';
  return env['SHELL'] || (platform === 'darwin' ? '/bin/zsh' : '/bin/sh');
}
