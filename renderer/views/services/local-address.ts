import type { ForwardView } from '../../../shared/model/forward.ts';

/** `localhost:8080`, once the forward listens. */
export function localAddress({ local, spec }: Pick<ForwardView, 'local' | 'spec'>): string | undefined {
  return local && `${spec.address ?? 'localhost'}:${local.port}`;
}

/** The URL of a forward that a browser can open: one whose Service speaks HTTP. */
export function openableUrl(forward: ForwardView): string | undefined {
  const address = localAddress(forward);
  return forward.scheme && address && `${forward.scheme}://${address}`;
}
