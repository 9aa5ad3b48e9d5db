import type { Placement, PlacementReason } from '../../../shared/model/node-service.ts';
import type { Node, Taint } from '../kube/objects.ts';
import { readinessOf } from './view.ts';

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface NodeTerm {
  readonly matchExpressions?: readonly Expression[];
  readonly matchFields?: readonly Expression[];
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** What a Pod says of the nodes that it may run on. */
export interface PodWishes {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeTerm[] };
      readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly preference: NodeTerm }[];
    };
  };
  readonly tolerations?: readonly Toleration[];
}

/** Whether the scheduler may put such a Pod on a node, by the node's taints and labels. Room is not looked at. */
export function placementOn(node: Node, wishes: PodWishes): Placement {
  const { nodeSelector = {}, affinity, tolerations = [] } = wishes;
  const { spec, metadata } = node;
  const { labels = {} } = metadata;
  const untolerated = (spec?.taints ?? []).filter((taint) => !tolerations.some((one) => tolerates(one, taint)));
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const isCordonTolerated = tolerations.some((one) => tolerates(one, CORDON));
  const reasons: PlacementReason[] = [
    ...(spec?.unschedulable && !isCordonTolerated ? [{ why: 'cordoned', detail: '' } as const] : []),
    ...(readinessOf(node) === 'yes' ? [] : [{ why: 'not-ready', detail: '' } as const]),
    ...untolerated
      .filter(({ effect, key }) => effect !== 'PreferNoSchedule' && !(key === CORDON.key && spec?.unschedulable))
      .map((taint) => ({ why: 'taint', detail: taintText(taint) }) as const),
    ...Object.entries(nodeSelector)
      .filter(([key, value]) => labels[key] !== value)
      .map(([key, value]) => ({ why: 'selector', detail: `${key}=${value}` }) as const),
    ...(required && !required.some((term) => matchesTerm(node, term))
      ? [{ why: 'affinity', detail: required.map(termText).join(' | ') } as const]
      : []),
  ];
  const against: PlacementReason[] = [
    ...untolerated
      .filter(({ effect }) => effect === 'PreferNoSchedule')
      .map((taint) => ({ why: 'taint', detail: taintText(taint) }) as const),
    ...preferred
      .filter(({ preference }) => !matchesTerm(node, preference))
      .map(({ preference }) => ({ why: 'affinity', detail: termText(preference) }) as const),
  ];
  return { node: metadata.name, reasons, against };
}

const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (!key) return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

/** All of a term has to hold; one that asks for nothing matches nothing. */
function matchesTerm({ metadata }: Node, { matchExpressions = [], matchFields = [] }: NodeTerm): boolean {
  const { labels = {}, name } = metadata;
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => matchesExpression(one, labels[one.key])) &&
    matchFields.every((one) => one.key === 'metadata.name' && matchesExpression(one, name))
  );
}

function matchesExpression({ operator, values = [] }: Expression, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return isWhole(value) && Number(value) > Number(values[0]);
    case 'Lt':
      return isWhole(value) && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

const isWhole = (value: string | undefined): boolean => /^-?\d+$/.test(value ?? '');

function taintText({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}

function termText({ matchExpressions = [], matchFields = [] }: NodeTerm): string {
  return [...matchExpressions, ...matchFields]
    .map(({ key, operator, values = [] }) => `${key} ${operator}${values.length > 0 ? ` ${values.join(',')}` : ''}`)
    .join(' & ');
}
