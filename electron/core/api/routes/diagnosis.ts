import type { ServiceRef } from '../../../../shared/model/service.ts';
import { applyFix, previewFix } from '../../diagnosis/fix.ts';
import { Diagnoses } from '../../diagnosis/live.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** Why Services do not answer, and the fixes. */
export function diagnosisRoutes(
  { clusters, clock, checks }: Pick<Parts, 'clusters' | 'clock' | 'checks'>,
  feeds: Feeds,
) {
  const diagnoses = new Diagnoses(clock);
  const question = ({ ref, image }: { ref: ServiceRef; image?: string | undefined }, signal?: AbortSignal) => ({
    api: clusters.cluster(ref.context).api,
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
    previewFix: os.diagnosis.previewFix.handler(({ input: { context, patch }, signal }) =>
      previewFix({ api: clusters.cluster(context).api, patch, signal: signal ?? new AbortController().signal }),
    ),
    applyFix: os.diagnosis.applyFix.handler(({ input: { context, patch, resourceVersion }, signal }) =>
      applyFix(
        { api: clusters.cluster(context).api, patch, signal: signal ?? new AbortController().signal },
        resourceVersion,
      ),
    ),
  };
}
