import type { ContextView } from '../../../shared/model/context.ts';

/** Whether a person is to name namespaces: the server was reached, and shows this user a part of the cluster at most. */
export function asksNamespaces({ link, scope }: Pick<ContextView, 'link' | 'scope'>): boolean {
  if (scope.whole) return false;
  switch (link.state) {
    case 'live':
    case 'stale':
      return true;
    case 'denied':
      return link.failure.code === 'forbidden';
    case 'off':
    case 'connecting':
    case 'unreachable':
      return false;
  }
}
