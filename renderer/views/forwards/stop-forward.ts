import type { ForwardSpec, ForwardView } from '../../../shared/model/forward.ts';
import type { App } from '../../live/app.svelte.ts';

/** Stops a forward; once it is, hands over what would start the same one again. */
export function stopForward(app: App, forward: ForwardView, stopped: (again: ForwardSpec) => void): void {
  app.act(async (client) => {
    await client.forwards.stop({ key: forward.key });
    stopped(sameAgain(forward));
  });
}

/** The forward's wish, with the port that it had. */
export function sameAgain({ spec, local }: ForwardView): ForwardSpec {
  return local ? { ...spec, localPort: local.port } : spec;
}
