import type { PodView } from '../../shared/model/endpoint.ts';
import { logsOf, shellIn } from '../terminal/pod-specs.ts';
import { debugIn, testBeside } from '../terminal/start/wishes.ts';
import type { Actions, Scope } from './commands.svelte.ts';
import type { Tools } from './tools.ts';

export type ShownPod = Pick<PodView, 'namespace' | 'name' | 'containers' | 'node' | 'ips'>;

/** What stands for a Pod in a list; without one, as behind a Service whose endpoints are kept by hand, there is less to do. */
export interface PodSubject {
  readonly context: string;
  readonly name: string;
  readonly address?: string | undefined;
  readonly node?: string | undefined;
  readonly pod?: ShownPod | undefined;
}

export function podScope(tools: Tools, subject: PodSubject): Scope {
  const { app, router } = tools;
  const { context, name, address, node, pod } = subject;
  return {
    subject: name,
    actions: {
      ...(pod && inPod(tools, context, pod)),
      ...(node !== undefined && { 'pod.node': () => router.go({ view: 'nodes', q: '', context, node }) }),
      'copy.name': () => app.copy(name),
      ...(address !== undefined && { 'copy.address': () => app.copy(address) }),
    },
  };
}

function inPod({ app, terminals }: Tools, context: string, pod: ShownPod): Actions {
  // The demo cluster has pods that answer, but no containers that could be joined.
  const isDemo = app.contexts.get(context)?.demo === true;
  return {
    'pod.shell': () => terminals.open(shellIn(context, pod)),
    'pod.logs': () => terminals.open(logsOf(context, pod)),
    ...(!isDemo && {
      'pod.attach': () => terminals.open({ ...shellIn(context, pod), kind: 'attach' }),
      'pod.debug': () => (terminals.wish = debugIn(context, pod)),
    }),
    'pod.test': () => (terminals.wish = testBeside(context, pod)),
  };
}
