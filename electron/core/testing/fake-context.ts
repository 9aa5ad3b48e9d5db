import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import type { ContextEntry } from '../kube/context-entry.ts';
import { ExecPlugins } from '../kube/exec-plugins.ts';
import { openApi } from '../kube/http.ts';

/** Portolan's own client for a context, with nothing of this computer's environment in it. */
export function openFakeApi(entry: ContextEntry, clock: Clock): KubeApi {
  return openApi(entry, {
    clock,
    execPlugins: new ExecPlugins({ clock, env: {}, shellPath: () => Promise.resolve(undefined) }),
    env: {},
  });
}
