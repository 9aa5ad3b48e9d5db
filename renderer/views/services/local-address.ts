import type { ForwardView } from '../../../shared/model/forward.ts';

/** `localhost:8080`, once the forward listens. */
export function localAddress({ local }: ForwardView): string | undefined {
  return local && `localhost:${local.port}`;
}

/** The URL of a forward that a browser can open: one whose Service speaks HTTP. */
export function openableUrl(forward: ForwardView): string | undefined {
  const address = localAddress(forward);
  return forward.scheme && address && `${forward.scheme}://${address}`;
}
