import type { PodView } from '../../shared/model/endpoint.ts';
import { logsOf, shellIn } from '../terminal/pod-specs.ts';
import type { Scope } from './commands.svelte.ts';
import type { Tools } from './tools.ts';

/** What stands for a Pod in a list; without one, as behind a Service whose endpoints are kept by hand, there is less to do. */
export interface PodSubject {
  readonly context: string;
  readonly name: string;
  readonly address?: string | undefined;
  readonly node?: string | undefined;
  readonly pod?: PodView | undefined;
}

export function podScope({ app, router, terminals }: Tools, subject: PodSubject): Scope {
  const { context, name, address, node, pod } = subject;
  return {
    subject: name,
    actions: {
      ...(pod && {
        'pod.shell': () => terminals.open(shellIn(context, pod)),
        'pod.logs': () => terminals.open(logsOf(context, pod)),
      }),
      ...(node !== undefined && { 'pod.node': () => router.go({ view: 'nodes', q: '', context, node }) }),
      'copy.name': () => app.copy(name),
      ...(address !== undefined && { 'copy.address': () => app.copy(address) }),
    },
  };
}
