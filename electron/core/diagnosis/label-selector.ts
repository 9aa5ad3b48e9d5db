import type { Labels, LabelSelector, Maybe } from './objects.ts';

/** Whether a label selector takes in these labels. An empty one takes in everything, none nothing. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Maybe<Labels>): boolean {
  if (!selector) return false;
  const own = labels ?? {};
  const exact = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => own[key] === value);
  const expressed = (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
    const value = own[key];
    switch (operator) {
      case 'In':
        return value !== undefined && (values ?? []).includes(value);
      case 'NotIn':
        return value === undefined || !(values ?? []).includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
  return exact && expressed;
}

/** As a sentence names it. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const exact = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressed = (matchExpressions ?? []).map(({ key, operator, values }) =>
    `${key} ${operator} ${(values ?? []).join('|')}`.trim(),
  );
  return [...exact, ...expressed].join(', ') || '*';
}
