import { effectText, warningText } from '../../shared/exposure-text.ts';
import type { ExposurePlan } from '../../shared/model/exposure.ts';
import { m } from '../../shared/paraglide/messages.js';
import { plainText } from '../core/kube/plain-text.ts';

/** `expose -o json`. A price that nobody knows is null. */
export function planJson(plan: ExposurePlan) {
  const { from, to, way, steps, resourceVersion, refusal, picked, forecast, changes, cost } = plan;
  return {
    from,
    to,
    way,
    patchType: steps.some((step) => step.do === 'patch') ? 'merge' : way,
    resourceVersion,
    steps,
    ...(refusal && { refusal }),
    ...(forecast && { forecast, picked }),
    changes,
    effects: plan.effects.map((effect) => ({ code: effect.code, grade: effect.grade, text: effectText(effect) })),
    warnings: plan.warnings.map((warning) => ({ code: warning.code, text: warningText(warning) })),
    cost: { before: cost.before ?? null, after: cost.after ?? null, currency: cost.currency, basis: cost.basis },
    kubectl: plan.kubectl.join('\n'),
  };
}

/** The plan for people: what changes, what breaks, what to know, what it costs, and how kubectl would do it. */
export function planText(plan: ExposurePlan): string {
  const { namespace, name, from, to, way, cost } = plan;
  if (way === 'nothing') {
    const words = [m.exposure_cli_nothing({ service: `${namespace}/${name}` }), ...plan.warnings.map(warningText)];
    return `${words.join('\n')}\n`;
  }
  const costs = cost.before === 0 && cost.after === 0 ? [] : [costText(plan)];
  const lines = [
    `${namespace}/${name}: ${from} -> ${to}`,
    ...plan.changes.map(({ path, before, after, by, picked }) => {
      const mark = by === 'you' ? '*' : ' ';
      return ` ${mark} ${path}: ${shown(before)} -> ${picked ? '?' : shown(after)}`;
    }),
    ...plan.effects.map((effect) => ` ${effect.grade === 'breaks' ? 'x' : 'i'} ${effectText(effect)}`),
    ...plan.warnings.map((warning) => ` ! ${warningText(warning)}`),
    ...costs,
    ...plan.kubectl,
    '',
  ];
  return plainText(lines.join('\n'));
}

function costText({ cost: { before, after, currency, basis } }: ExposurePlan): string {
  const text = m.exposure_cli_cost({ before: before ?? '?', after: after ?? '?', currency });
  return basis === undefined ? text : `${text} (${basis})`;
}

function shown(value: unknown): string {
  return value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value);
}
