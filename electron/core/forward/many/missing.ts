import type { ForwardSpec } from '../../../../shared/model/forward.ts';
import { serviceKey } from '../../../../shared/model/service.ts';

export function portKey(forward: ForwardSpec): string {
  return `${serviceKey(forward)}:${String(forward.port)}`;
}

/** A Service port that runs already, on whichever local port, is there; one that is wanted twice has to run twice. */
export function missing<T extends ForwardSpec>(wanted: readonly T[], running: readonly ForwardSpec[]): readonly T[] {
  const left = running.map(portKey);
  return wanted.filter((forward) => {
    const at = left.indexOf(portKey(forward));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
