import { m } from '../../shared/paraglide/messages.js';
import type { Tools } from '../commands/tools.ts';
import { connectedOf } from '../scope.ts';
import type { Action } from '../ui/action.ts';

/** What can be opened on each connected cluster, nothing in it being meant: a shell with kubectl, and a test. */
export function clusterTerminals({ app, router: { route }, terminals }: Tools): readonly Action[] {
  return connectedOf(app.contexts.values).flatMap(({ key: context, name, namespace: own = 'default' }): Action[] => {
    // Beside a Service's page it begins where that Service is, elsewhere in the context's own namespace.
    const namespace = route.view === 'service' && route.context === context ? route.namespace : own;
    return [
      {
        name: m.terminal_shell_on({ context: name }),
        text: namespace,
        run: () => terminals.open({ kind: 'shell', context, namespace }),
      },
      {
        name: m.terminal_test_from({ context: name }),
        run: () => (terminals.wish = { kind: 'probe', context, namespace }),
      },
    ];
  });
}
