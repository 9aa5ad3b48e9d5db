import type { workloadSchema, placeSchema } from '../objects-schema.ts';
import type { z } from 'zod';
import type { ApiJson, Effect, PlanCost, PlanRefusal, PlanWarning, ServerPreview } from './exposure.ts';

export type Workload = z.infer<typeof workloadSchema>;
/** A namespace of a context. */
export type Place = z.infer<typeof placeSchema>;

/** One write. A deletion is of the object with this uid and of no other; a replacement of this resourceVersion. */
export interface ObjectStep {
  readonly do: 'create' | 'replace' | 'delete';
  /** As it is sent; for a deletion as it was. */
  readonly object: ApiJson;
  /** Of a replacement: what it replaces. */
  readonly before?: ApiJson;
}

/** What a wish for objects comes to, before anything is sent. */
export interface ObjectPlan extends Place {
  /** The Service that it is about. */
  readonly name: string;
  readonly steps: readonly ObjectStep[];
  readonly refusal: PlanRefusal | undefined;
  readonly effects: readonly Effect[];
  readonly warnings: readonly PlanWarning[];
  readonly cost: PlanCost;
  readonly kubectl: readonly string[];
  /** The objects that will be there, or that will go. */
  readonly yaml: string;
  /** The same for plans with the same effect. */
  readonly fingerprint: string;
}

/** A plan beside the server's own dry run. */
export interface ObjectPreview {
  readonly plan: ObjectPlan;
  readonly server: ServerPreview;
}

/** What was done. `held`: finalizers that a deletion waits for. */
export interface ObjectsDone {
  readonly plan: ObjectPlan;
  readonly held: readonly string[];
}
