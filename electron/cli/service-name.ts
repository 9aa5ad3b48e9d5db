import { fail } from '../../shared/failure.ts';

/** The name in `svc/NAME`, as kubectl writes it. */
export function serviceName(target: string): string {
  const match = /^(?:svc|services?)\/(?<name>[^/]+)$/.exec(target);
  const name = match?.groups?.['name'];
  if (name === undefined) throw fail('invalid', { detail: `${target} is not svc/NAME` });
  return name;
}
