import type { FixOrder, FixWish } from '../../../shared/schemas.ts';
import type { FixApplied, FixPreview, Patch } from '../../../shared/model/diagnosis.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { ChangeHistory } from '../exposure/history.ts';
import { recordOf } from '../exposure/past.ts';
import type { KubeApi } from '../kube/api.ts';
import { applyFix, previewFix } from './fix.ts';

interface FixesOptions {
  readonly api: (context: string) => KubeApi;
  readonly clock: Clock;
  /** What was changed from here, in whatever way. */
  readonly history: ChangeHistory;
}

/** The fixes of findings, applied and taken back; those of a Service stand among its changes, to be taken back later too. */
export class Fixes {
  readonly #options: FixesOptions;

  constructor(options: FixesOptions) {
    this.#options = options;
  }

  preview({ context, patch }: FixWish, signal: AbortSignal): Promise<FixPreview> {
    return previewFix({ api: this.#options.api(context), patch, signal });
  }

  async apply({ context, patch, resourceVersion }: FixOrder, signal: AbortSignal): Promise<FixApplied> {
    const { api, clock, history } = this.#options;
    const { before, after, ...applied } = await applyFix({ api: api(context), patch, signal }, resourceVersion);
    const ref = serviceOf(context, patch);
    if (ref) await history.add(ref, recordOf(before, after, clock.now()));
    return applied;
  }

  /** Applies what takes back the fix that was applied last. */
  async undo({ context, patch, resourceVersion }: FixOrder, signal: AbortSignal): Promise<void> {
    const { api, history } = this.#options;
    await applyFix({ api: api(context), patch, signal }, resourceVersion);
    const ref = serviceOf(context, patch);
    // Nobody has changed it since the fix, or it were another version: so that is the last of the changes.
    if (ref) await history.undid(ref);
  }
}

function serviceOf(context: string, { object: { kind, namespace, name } }: Patch): ServiceRef | undefined {
  return kind === 'Service' ? { context, namespace, name } : undefined;
}
