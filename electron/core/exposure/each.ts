import { toFailure } from '../../../shared/failure.ts';
import type { Outcome } from '../../../shared/model/bulk.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';

/** Does the same for several Services, `atOnce` of them at a time, and tells of each in their order. Never rejects. */
export async function forEachOf<R extends ServiceRef, T>(
  refs: readonly R[],
  work: (ref: R) => Promise<T>,
  { atOnce }: { readonly atOnce: number },
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  const left = refs.entries();
  const run = async (): Promise<void> => {
    for (const [place, one] of left) outcomes[place] = await outcomeOf(one, work);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return outcomes;
}

async function outcomeOf<R extends ServiceRef, T>(one: R, work: (ref: R) => Promise<T>): Promise<Outcome<T>> {
  const { context, namespace, name } = one;
  const ref = { context, namespace, name };
  try {
    return { ref, ok: true, value: await work(one) };
  } catch (error) {
    return { ref, ok: false, failure: toFailure(error) };
  }
}
