import envPaths from 'env-paths';

/** Where the app remembers things: the platform's own place, or `PORTOLAN_STATE_DIR`. */
export function stateDir(env: NodeJS.ProcessEnv): string {
  return env['PORTOLAN_STATE_DIR'] || envPaths('portolan', { suffix: '' }).config;
}
