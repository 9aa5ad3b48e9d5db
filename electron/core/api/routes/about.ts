import { diagnostics } from '../../log/diagnostics.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** What the app can say of itself. */
export function aboutRoutes({
  clusters,
  forwards,
  preferences,
  log,
  home,
}: Pick<Parts, 'clusters' | 'forwards' | 'preferences' | 'log' | 'home'>) {
  return {
    read: os.about.read.handler(() => ({ ...(log.file !== undefined && { logFile: log.file }) })),
    diagnostics: os.about.diagnostics.handler(() =>
      diagnostics({
        contexts: clusters.contexts,
        forwards: forwards.views,
        settings: preferences.current,
        log,
        home,
      }),
    ),
  };
}
