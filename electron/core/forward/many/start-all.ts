import { toFailure } from '../../../../shared/failure.ts';
import type { ForwardSpec } from '../../../../shared/model/forward.ts';
import type { StartReport } from '../../../../shared/model/profile.ts';
import type { Forwards } from '../forwards.ts';

/** So many are on their way at one time: a hundred must not ask the API server all at once. */
const AT_ONCE = 8;

/** Starts forwards, each on the local port it asks for, else on the next one that is free; none waits for one that fails. */
export async function startAll(forwards: Forwards, specs: readonly ForwardSpec[]): Promise<StartReport> {
  const failed: StartReport['failed'][number][] = [];
  const queue = specs.values();
  const work = async (): Promise<void> => {
    for (const spec of queue) {
      try {
        await forwards.start(spec, { exact: false });
      } catch (error) {
        failed.push({ service: `${spec.namespace}/${spec.name}:${String(spec.port)}`, failure: toFailure(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { started: specs.length - failed.length, failed };
}
