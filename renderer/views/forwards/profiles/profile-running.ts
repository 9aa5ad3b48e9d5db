import type { ForwardView } from '../../../../shared/model/forward.ts';
import type { Profile } from '../../../../shared/model/profile.ts';
import { serviceKey } from '../../../../shared/model/service.ts';

/** How many of a profile's Service ports are forwarded now, on whichever local port. */
export function runningOf(profile: Pick<Profile, 'forwards'>, forwards: readonly ForwardView[]): number {
  const left = forwards
    .filter(({ state }) => state.state !== 'failed')
    .map(({ spec }) => `${serviceKey(spec)}:${spec.port}`);
  return profile.forwards.filter((forward) => {
    const at = left.indexOf(`${serviceKey(forward)}:${forward.port}`);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}
