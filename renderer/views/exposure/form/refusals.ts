import type { PlanRefusal } from '../../../../shared/model/exposure.ts';

/** A plan that the server would refuse, or not. */
export interface Refused {
  readonly plan: { readonly refusal: PlanRefusal | undefined };
}

/** What the server would say about a field, in its own words. It spells some paths with another letter than their field. */
export function refusalsOf(preview: Refused | undefined, path: string): readonly string[] {
  const wanted = path.toLowerCase();
  return (preview?.plan.refusal?.causes ?? [])
    .filter(({ field }) => field.toLowerCase() === wanted || field.toLowerCase().startsWith(`${wanted}[`))
    .map(({ message }) => message);
}
