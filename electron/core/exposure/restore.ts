import { AppError } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import { applySteps } from './apply.ts';
import type { ExposedService, ExposureFacts } from './facts.ts';
import { readService, type Asker } from './gather.ts';
import { planBack } from './plan.ts';
import { targetOf } from './shape.ts';

/** Puts a Service back that was left half-way, as it was in `facts`: a best effort, after which the first error counts. */
export async function restore(facts: ExposureFacts, asker: Asker, clock: Clock): Promise<void> {
  const current = await readIfThere(asker);
  if (!current) return recreate(facts, asker);
  const plan = planBack({ ...facts, service: current }, targetOf(facts.service));
  if (!plan.refusal && plan.way !== 'nothing') await applySteps(plan, asker, clock);
}

async function readIfThere(asker: Asker): Promise<ExposedService | undefined> {
  try {
    return await readService(asker);
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'not-found') return undefined;
    throw error;
  }
}

async function recreate({ service }: ExposureFacts, { api, ref, signal }: Asker): Promise<void> {
  const { labels, annotations, spec } = targetOf(service);
  const { name, namespace } = ref;
  await api.json({
    path: `/api/v1/namespaces/${namespace}/services`,
    method: 'POST',
    verb: 'create',
    resource: 'services',
    namespace,
    body: { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels, annotations }, spec },
    signal,
  });
}
