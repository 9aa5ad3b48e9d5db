import type { ForwardView } from '../../../../shared/model/forward.ts';

/** Lines for a hosts file that give the running forwards the names that their Services have in the cluster. */
export function hostsFile(forwards: readonly ForwardView[]): string {
  const lines = forwards
    .filter(({ local, state }) => local && state.state !== 'failed')
    .map(({ spec: { namespace, name }, local }) => {
      const names = [`${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
      return `${local?.addresses[0] ?? '127.0.0.1'} ${names.join(' ')}`;
    });
  return [...new Set(lines)].toSorted((a, b) => a.localeCompare(b, 'en')).join('\n');
}
