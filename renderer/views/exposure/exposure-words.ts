import { effectText, warningText } from '../../../shared/exposure-text.ts';
import {
  warningCodes,
  type ExposureName,
  type ExposurePlan,
  type PastChangeView,
  type PlanCost,
  type ServerPreview,
} from '../../../shared/model/exposure.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { sentence } from '../../../shared/sentence.ts';

/** What a type means, in few words. */
export const meanings: Readonly<Record<ExposureName, () => string>> = {
  ClusterIP: m.sheet_means_cluster_ip,
  NodePort: m.sheet_means_node_port,
  LoadBalancer: m.sheet_means_load_balancer,
  ExternalName: m.sheet_means_external_name,
  Headless: m.sheet_means_headless,
};

/** What plans of a change and of whole objects have in common; the latter have no `way`. */
type AnyPlan = Pick<ExposurePlan, 'warnings' | 'refusal'> & { readonly way?: ExposurePlan['way'] };
interface AnyPreview {
  readonly plan: AnyPlan;
  readonly server: ServerPreview;
}

/** One thing to know before it is done. */
export interface Consequence {
  readonly grade: 'block' | 'breaks' | 'grave' | 'note';
  readonly text: string;
}

const RANK = { block: 0, breaks: 1, grave: 2, note: 3 } as const;

/** What breaks and what to know, the gravest first. */
export function consequencesOf({
  effects,
  warnings,
}: Pick<ExposurePlan, 'effects' | 'warnings'>): readonly Consequence[] {
  const all: Consequence[] = [
    ...warnings.map((warning): Consequence => {
      const grade = warningCodes[warning.code];
      return { grade: grade === 'mild' ? 'note' : grade, text: warningText(warning) };
    }),
    ...effects.map((effect): Consequence => ({
      grade: effect.grade === 'breaks' ? 'breaks' : 'note',
      text: effectText(effect),
    })),
  ];
  return all.sort((a, b) => RANK[a.grade] - RANK[b.grade]);
}

/** Whether undo can't bring everything back: that is said before it is done. */
export function losesForGood({ way, warnings }: Pick<AnyPlan, 'way' | 'warnings'>): boolean {
  return way === 'recreate' || warnings.some(({ code }) => code === 'cannot-return');
}

export function undoWords(loses: boolean): string {
  return loses ? m.sheet_undo_not_all() : m.sheet_undo_all();
}

/** Why a plan can't be applied; undefined where it can. */
export function obstacleOf({ plan, server }: AnyPreview): string | undefined {
  const block = plan.warnings.find(({ code }) => warningCodes[code] === 'block');
  if (block) return warningText(block);
  if (plan.refusal) return m.sheet_refused({ detail: plan.refusal.message });
  if (server.state !== 'accepted') return sentence(server.failure);
  return plan.way === 'nothing' ? m.sheet_nothing() : undefined;
}

/** A month before and after; undefined where nothing is paid and nothing is unknown. */
export function costWords({ before, after, currency }: PlanCost, locale: string): string | undefined {
  if (before === 0 && after === 0) return undefined;
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 2 });
  const words = (amount: number | undefined): string =>
    amount === undefined ? m.sheet_cost_unknown() : money.format(amount);
  if (before === undefined && after === undefined) return m.sheet_cost_unknown();
  const both = { before: words(before), after: words(after) };
  // "Unknown a month" is no price.
  return before === undefined || after === undefined ? m.sheet_cost_change(both) : m.sheet_cost_month(both);
}

/** What a change of the past did, in a line. */
export function changeWords(change: PastChangeView): string {
  switch (change.what) {
    case 'exposure': {
      const { from, to, fields } = change;
      return from === to ? fields.join(', ') : m.sheet_history_type({ from, to });
    }
    case 'created':
      return m.create_history_created();
    case 'deleted':
      return m.create_history_deleted();
    case 'slices':
      return m.create_history_slices();
  }
}

/** A field's place without what every path begins with. */
export function pathWords(path: string): string {
  return path.replace(/^(spec|metadata)\./, '');
}

export function valueWords(value: unknown): string {
  if (value === undefined) return m.sheet_none();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
