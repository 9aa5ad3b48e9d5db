import type { Failure } from '../../../shared/failure.ts';
import type { ContextView } from '../../../shared/model/context.ts';
import type { LiveStatus } from '../../live/live-map.svelte.ts';

/** What is wrong with the rows of one cluster: there are none, they are old, or some are missing. */
export type Trouble =
  | { readonly kind: 'down'; readonly failure: Failure }
  | { readonly kind: 'stale'; readonly since: number; readonly failure: Failure }
  | { readonly kind: 'gaps'; readonly failures: readonly Failure[] };

/** The trouble that a list of a context's Services has to tell, if any. */
export function troubleOf({ link, gaps }: ContextView, status: LiveStatus): Trouble | undefined {
  if (link.state === 'denied' || link.state === 'unreachable') return { kind: 'down', failure: link.failure };
  if (link.state === 'stale') return { kind: 'stale', since: link.since, failure: link.failure };
  if (status.state === 'failed') return { kind: 'down', failure: status.failure };
  // A lost wire is told once for the whole window.
  if (status.state === 'stale' && status.failure.code !== 'wire-lost') {
    return { kind: 'stale', since: status.since, failure: status.failure };
  }
  return gaps.length > 0 ? { kind: 'gaps', failures: gaps } : undefined;
}

/** Whether a context's rows are still on their way. */
export function isLoading({ link }: ContextView, status: LiveStatus): boolean {
  return link.state === 'connecting' || (link.state === 'live' && status.state === 'loading');
}
