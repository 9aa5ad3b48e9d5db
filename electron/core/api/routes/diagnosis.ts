import type { ServiceRef } from '../../../../shared/model/service.ts';
import { Fixes } from '../../diagnosis/fixes.ts';
import { Diagnoses } from '../../diagnosis/live.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** Why Services do not answer, and the fixes. */
export function diagnosisRoutes(
  { clusters, clock, checks, exposures }: Pick<Parts, 'clusters' | 'clock' | 'checks' | 'exposures'>,
  feeds: Feeds,
) {
  const diagnoses = new Diagnoses(clock);
  const api = (context: string) => clusters.cluster(context).api;
  const fixes = new Fixes({ api, clock, history: exposures.allChanges });
  const question = ({ ref, image }: { ref: ServiceRef; image?: string | undefined }, signal?: AbortSignal) => ({
    api: api(ref.context),
    ref,
    signal: signal ?? new AbortController().signal,
    ...(image !== undefined && { image }),
  });
  return {
    service: os.diagnosis.service.handler(({ input, signal }) =>
      feeds.run(diagnoses.service(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
    ),
    all: os.diagnosis.all.handler(({ input, signal }) =>
      feeds.run(diagnoses.all(clusters.cluster(input.context)), { ...input, signal }),
    ),
    planChecks: os.diagnosis.planChecks.handler(({ input, signal }) => checks.plan(question(input, signal))),
    check: os.diagnosis.check.handler(async ({ input, signal }) => {
      const report = await checks.run(input.kind, question(input, signal));
      diagnoses.take(clusters.cluster(input.ref.context), input.ref, report);
      return report;
    }),
    previewFix: os.diagnosis.previewFix.handler(({ input, signal = new AbortController().signal }) =>
      fixes.preview(input, signal),
    ),
    applyFix: os.diagnosis.applyFix.handler(({ input, signal = new AbortController().signal }) =>
      fixes.apply(input, signal),
    ),
    undoFix: os.diagnosis.undoFix.handler(({ input, signal = new AbortController().signal }) =>
      fixes.undo(input, signal),
    ),
  };
}
