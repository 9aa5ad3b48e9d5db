import { createHash } from 'node:crypto';
import {
  warningCodes,
  type ApiJson,
  type Effect,
  type PlanRefusal,
  type PlanWarning,
} from '../../../shared/model/exposure.ts';
import type { ObjectPlan, ObjectStep } from '../../../shared/model/objects.ts';
import { record } from '../json.ts';
import { costOf } from '../exposure/cost.ts';
import type { ExposedService, Surroundings } from '../exposure/facts.ts';
import { Forecast, picksIn } from '../exposure/forecast.ts';
import { kubectlAt } from '../exposure/kubectl.ts';
import { familiesOf, providerFor } from '../exposure/plan.ts';
import { birthOf, deathOf } from './dependents.ts';
import { bareObject, kindOf, nameOf } from './object.ts';
import { sliceRefusal } from './rules.ts';
import { shell } from '../../../shared/shell.ts';
import { toYaml } from '../kube/to-yaml.ts';

export interface ObjectFacts {
  readonly around: Surroundings;
  /** Labels of the namespace's Pods; undefined where they may not be listed. */
  readonly pods: readonly Readonly<Record<string, string>>[] | undefined;
  /** Ports of this computer that lead to the Service now. */
  readonly forwards: readonly number[];
  /** Writes that this user may not do, as `verb resource`; undefined where the server does not say. */
  readonly missing: readonly string[] | undefined;
}

/** What steps come to. Pure: the same facts and steps give the same plan. */
export function planSteps(facts: ObjectFacts, steps: readonly ObjectStep[]): ObjectPlan {
  const { around } = facts;
  const { context, namespace, name } = around.ref;
  const judgements = steps.map((step) => judge(step, facts));
  const refusal = judgements.map((one) => one.refusal).find((one) => one !== undefined);
  const effects = judgements.flatMap((one) => one.effects);
  const warnings = [...rightsOf(facts), ...judgements.flatMap((one) => one.warnings)];
  const rank = ({ code }: PlanWarning): number => ['block', 'grave', 'mild'].indexOf(warningCodes[code]);
  const objects = steps.map(({ object }) => bareObject(object));
  return {
    context,
    namespace,
    name,
    steps,
    refusal,
    effects: refusal ? [] : [...effects].sort((a, b) => (a.grade < b.grade ? -1 : a.grade > b.grade ? 1 : 0)),
    warnings: warnings.sort((a, b) => rank(a) - rank(b)),
    cost: costAfter(facts, steps),
    kubectl: steps.map((step) => kubectlOf(step, kubectlAt(around))),
    yaml: objects.map(toYaml).join('---\n'),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([steps.map((step) => step.do), objects, effects, refusal?.message]))
      .digest('hex')
      .slice(0, 16),
  };
}

interface Judgement {
  readonly refusal?: PlanRefusal | undefined;
  readonly effects: readonly Effect[];
  readonly warnings: readonly PlanWarning[];
}

function judge(step: ObjectStep, facts: ObjectFacts): Judgement {
  const { around, forwards } = facts;
  const isService = kindOf(step.object) === 'Service';
  if (!isService)
    return { refusal: step.do === 'delete' ? undefined : sliceRefusal(step.object), effects: [], warnings: [] };
  if (step.do === 'delete') return deathOf(asService(step.object), around, forwards);
  const { services = [] } = around;
  const forecast = new Forecast({ services, families: familiesOf(around) });
  const outcome = forecast.create({ ...step.object });
  if ('refusal' in outcome) return { refusal: outcome.refusal, effects: [], warnings: [] };
  const name = nameOf(step.object);
  if (services.some(({ metadata }) => metadata.name === name && metadata.namespace === around.ref.namespace))
    return { refusal: alreadyThere(name), effects: [], warnings: [] };
  const isPicked = picksIn(outcome.object.spec, [step.object['spec']]).includes('spec.clusterIP');
  return birthOf(outcome, facts, isPicked ? '?' : (outcome.object.spec.clusterIP ?? ''));
}

function alreadyThere(name: string): PlanRefusal {
  return { code: 409, message: `services "${name}" already exists`, causes: [] };
}

function rightsOf({ around, missing }: ObjectFacts): PlanWarning[] {
  if (!missing) return [{ code: 'rights-unknown', params: {} }];
  if (missing.length === 0) return [];
  return [{ code: 'no-right', params: { verbs: missing.join(', '), namespace: around.ref.namespace } }];
}

/** Load balancers come and go with their Services. */
function costAfter({ around }: ObjectFacts, steps: readonly ObjectStep[]): ObjectPlan['cost'] {
  const step = steps.find(({ object }) => record(object['spec'])['type'] === 'LoadBalancer');
  if (!step) return { before: 0, after: 0, currency: 'USD', basis: undefined };
  const balanced = asService(step.object);
  const without = { ...balanced, spec: {} };
  const provider = providerFor(around, balanced);
  return step.do === 'delete' ? costOf(balanced, without, provider) : costOf(without, balanced, provider);
}

function kubectlOf({ do: what, object }: ObjectStep, at: string): string {
  const said = shell`echo ${JSON.stringify(bareObject(object))}`;
  switch (what) {
    case 'create':
      return `${said} | ${at} create -f -`;
    case 'replace':
      return `${said} | ${at} replace -f -`;
    case 'delete':
      return at + shell` delete ${kindOf(object).toLowerCase()} ${nameOf(object)}`;
  }
}

function asService(object: ApiJson): ExposedService {
  return { spec: {}, ...object } as unknown as ExposedService; // its kind says so
}
