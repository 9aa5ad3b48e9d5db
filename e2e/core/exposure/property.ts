import fc from 'fast-check';
import { AppError } from '../../../shared/failure.ts';
import type { Edit } from '../../../shared/exposure-schema.ts';
import type { ExposurePlan, ServerPreview } from '../../../shared/model/exposure.ts';
import { gatherFacts } from '../../../electron/core/exposure/gather.ts';
import { planWish } from '../../../electron/core/exposure/plan.ts';
import { askServer } from '../../../electron/core/exposure/preview.ts';
import type { ExposureFacts } from '../../../electron/core/exposure/facts.ts';
import { anyEdits, anySpec } from './arbitrary.ts';
import { createService, refOf, type Scene } from './check.ts';
import type { Spec } from './table.ts';

export interface Trial {
  readonly spec: Spec;
  readonly edits: readonly Edit[];
  readonly plan: ExposurePlan;
  readonly server: ServerPreview;
}

const AT_ONCE = 12;

/** Asks the server about random wishes for random Services that it took. What would change nothing is not asked. */
export async function trials(
  scene: Scene,
  { seed, services, wishes }: { readonly seed: number; readonly services: number; readonly wishes: number },
): Promise<readonly Trial[]> {
  const specs = fc.sample(anySpec, { seed, numRuns: services });
  const edits = fc.sample(anyEdits, { seed: seed + 1, numRuns: services * wishes });
  const taken = (await inTurns(specs, (spec, index) => tryToCreate(scene, spec, `random-${seed}-${index}`))).flat();
  const [first] = taken;
  if (!first) return [];
  const asker = { api: scene.api, ref: refOf(scene, first.name), signal: new AbortController().signal };
  const facts = await gatherFacts(asker);
  const byName = new Map(facts.services?.map((service) => [service.metadata.name, service]));
  const all = taken.flatMap(({ name, spec }, index) => {
    const service = byName.get(name);
    const ref = refOf(scene, name);
    return service
      ? edits
          .slice(index * wishes, (index + 1) * wishes)
          .map((wish) => ({ spec, wish, own: { ...facts, ref, service } }))
      : [];
  });
  const found = await inTurns(all, ({ spec, wish, own }) => ask(scene, own, { spec, edits: wish }));
  return found.flat();
}

async function ask(
  scene: Scene,
  facts: ExposureFacts,
  given: Pick<Trial, 'spec' | 'edits'>,
): Promise<readonly Trial[]> {
  const plan = planWish(facts, { edits: given.edits });
  if (plan.way === 'nothing') return [];
  const server = await askServer(plan, { api: scene.api, ref: facts.ref, signal: new AbortController().signal });
  return [{ ...given, plan, server }];
}

async function tryToCreate(scene: Scene, spec: Spec, name: string): Promise<readonly { name: string; spec: Spec }[]> {
  try {
    await createService(scene, name, { spec });
    return [{ name, spec }];
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'server-error') return [];
    throw error;
  }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** How a trial contradicts its plan, if it does. */
export function contradiction({ plan, server, spec, edits }: Trial): object | undefined {
  const about = { spec, edits, steps: plan.steps, service: plan.name };
  if (!plan.refusal) {
    const isTrue = server.state === 'accepted' && server.differences.length === 0;
    return isTrue ? undefined : { ...about, server };
  }
  // A dry run does not know the range, and is asked about the first of several steps only.
  if (plan.refusal.message.includes('not in the valid range') || plan.steps.length > 1) return undefined;
  const said = 'failure' in server ? server.failure.params['detail'] : 'accepted';
  return said === plan.refusal.message ? undefined : { ...about, refusal: plan.refusal.message, said };
}
