import type { Outcome } from '../../../shared/model/bulk.ts';
import type { ExposurePlan, ExposurePreview } from '../../../shared/model/exposure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Wish } from '../../../shared/exposure-schema.ts';
import { forEachOf } from './each.ts';
import type { Exposures } from './exposures.ts';

/** A Service with the fingerprint of the plan that was shown for it. */
export interface Shown extends ServiceRef {
  readonly expected?: string | undefined;
}

/** So many Services are read and tried at a time. */
const READ_AT_ONCE = 4;

/** The same change to several Services: one preview, one result each, and all taken back together. */
export class BulkChanges {
  readonly #exposures: Exposures;

  constructor(exposures: Exposures) {
    this.#exposures = exposures;
  }

  plan(refs: readonly ServiceRef[], wish: Wish, signal?: AbortSignal): Promise<readonly Outcome<ExposurePlan>[]> {
    const together = this.#exposures.together();
    return forEachOf(refs, (ref) => together.plan(ref, wish, signal), { atOnce: READ_AT_ONCE });
  }

  preview(refs: readonly ServiceRef[], wish: Wish, signal?: AbortSignal): Promise<readonly Outcome<ExposurePreview>[]> {
    const together = this.#exposures.together();
    return forEachOf(refs, (ref) => together.preview(ref, wish, signal), { atOnce: READ_AT_ONCE });
  }

  /** One after the other: a later one that asks for what an earlier one took is refused by itself. */
  apply(targets: readonly Shown[], wish: Wish, signal?: AbortSignal): Promise<readonly Outcome<ExposurePlan>[]> {
    return forEachOf(targets, ({ expected, ...ref }) => this.#exposures.apply(ref, wish, { expected, signal }), {
      atOnce: 1,
    });
  }

  undoPlan(refs: readonly ServiceRef[], signal?: AbortSignal): Promise<readonly Outcome<ExposurePlan>[]> {
    return forEachOf(refs, (ref) => this.#exposures.undoPlan(ref, signal), { atOnce: READ_AT_ONCE });
  }

  /** Takes the last change of each back, the last one first. */
  async undo(targets: readonly Shown[], signal?: AbortSignal): Promise<readonly Outcome<ExposurePlan>[]> {
    const undo = ({ expected, ...ref }: Shown): Promise<ExposurePlan> =>
      this.#exposures.undo(ref, { expected, signal });
    const undone = await forEachOf([...targets].reverse(), undo, { atOnce: 1 });
    return [...undone].reverse();
  }
}
