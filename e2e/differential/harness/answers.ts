import { eachOf } from '../../cluster/apply.ts';
import { differences } from './compare.ts';
import type { Found } from './compare.ts';
import { normalise } from './normalise.ts';
import { run, writtenIn } from './run.ts';
import type { Answer } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** How many scenarios walk at once. */
const parallel = 8;

/** What a cluster answers to each scenario, made comparable. */
export type Answers = ReadonlyMap<Scenario, readonly Answer[]>;

/** Walks all scenarios, each in a namespace that begins with `prefix`. */
export async function answersOf(target: Target, scenarios: readonly Scenario[], prefix: string): Promise<Answers> {
  const answers = new Map<Scenario, readonly Answer[]>();
  const work = async (scenario: Scenario): Promise<void> => {
    const namespace = `${prefix}-${scenarios.indexOf(scenario)}-ns`;
    const transcript = await run(target, scenario, namespace);
    // One value in, one of the same shape out.
    answers.set(scenario, normalise(transcript, { namespace, written: writtenIn(scenario) }) as readonly Answer[]);
  };
  await eachOf(scenarios, work, parallel);
  return answers;
}

/** Where the second cluster answered differently than the first. */
export function compared(real: Answers, demo: Answers): Found[] {
  return [...real].flatMap(([scenario, answers]) =>
    answers.flatMap((answer, index) =>
      differences(answer, demo.get(scenario)?.[index]).map((difference) => ({
        ...difference,
        scenario: scenario.name,
        request: answer.to,
      })),
    ),
  );
}
