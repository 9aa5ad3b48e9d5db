import { createHash } from 'node:crypto';
import { warningText } from '../../../shared/exposure-text.ts';
import type { Outcome } from '../../../shared/model/bulk.ts';
import { warningCodes, type ExposurePlan, type PlanCost } from '../../../shared/model/exposure.ts';
import type { ShareNote, SharePlan } from '../../../shared/model/share.ts';
import { sentence } from '../../../shared/sentence.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import type { SharedCost } from '../costs/sharing.ts';
import { kubectlFor } from '../exposure/kubectl.ts';
import type { ShareDraft } from './draft.ts';
import type { ShareFacts } from './facts.ts';
import { byGravity, notesOn } from './notes.ts';
import { toYaml } from '../kube/to-yaml.ts';

/** What others say of a draft. */
export interface ShareAnswers {
  /** What giving up its load balancer means for each of those that do. */
  readonly plans: readonly Outcome<ExposurePlan>[];
  /** Writes that this user may not do; undefined where the server does not say. */
  readonly missing: readonly string[] | undefined;
  readonly cost: SharedCost;
}

interface Planning {
  readonly draft: ShareDraft;
  readonly facts: ShareFacts;
  readonly wish: ShareWish;
  readonly answers: ShareAnswers;
}

/** Pure: the same draft and answers give the same plan. */
export function planShare({ draft, facts, wish, answers }: Planning): SharePlan {
  const { name, entries, entry, rules, left, objects } = draft;
  const services = answers.plans.flatMap((one) => (one.ok ? [one.value] : []));
  const cost = costOf(draft, answers.cost);
  const isUnknown = cost.before === undefined || cost.after === undefined;
  const notes: ShareNote[] = [
    ...notesOn(draft, facts, wish),
    ...answers.plans.flatMap(obstacleOf),
    ...(answers.missing ?? []).map((verbs): ShareNote => ({ code: 'no-right', params: { verbs } })),
    ...(isUnknown ? [{ code: 'price-unknown' as const, params: {} }] : []),
  ];
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([objects, services.map((plan) => plan.fingerprint), notes]))
    .digest('hex')
    .slice(0, 16);
  return {
    context: facts.context,
    name,
    entries,
    entry,
    rules,
    left,
    objects,
    services,
    notes: notes.sort(byGravity),
    cost,
    kubectl: [
      ...objects.map((object) => kubectlFor(object, facts.contextName)),
      ...services.flatMap(({ kubectl }) => kubectl),
    ],
    yaml: objects.map(toYaml).join('---\n'),
    fingerprint,
  };
}

/** Why a Service can't be changed; none of them is then: half of a sharing is a bill more. */
function obstacleOf(one: Outcome<ExposurePlan>): readonly ShareNote[] {
  const service = `${one.ref.namespace}/${one.ref.name}`;
  const blocked = (why: string): readonly ShareNote[] => [{ code: 'service-blocked', params: { service, why } }];
  if (!one.ok) return blocked(sentence(one.failure));
  const { refusal, warnings } = one.value;
  if (refusal) return blocked(refusal.message);
  const block = warnings.find(({ code }) => warningCodes[code] === 'block');
  return block ? blocked(warningText(block)) : [];
}

/** As long as the load balancers stay, the entry comes on top. */
function costOf({ releasing }: ShareDraft, { before, after, currency, formula }: SharedCost): PlanCost {
  const cents = (amount: number | undefined): number | undefined => amount && Math.round(amount * 100) / 100;
  const both = before === undefined || after === undefined ? undefined : before + after;
  const basis = [formula.before, formula.after].filter(Boolean).join(' → ') || undefined;
  return { before: cents(before), after: cents(releasing.length > 0 ? after : both), currency, basis };
}
