import { hops, type Finding, type FindingCode, type Severity } from '../../../shared/model/diagnosis.ts';

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What only ever follows from something else, if there is something else. */
const followers: ReadonlySet<FindingCode> = new Set<FindingCode>(['R1', 'F8', 'F12', 'G8', 'C14', 'C9', 'A12']);
/** Causes that leave the Service without ready endpoints, or a port of it. */
const silencing: ReadonlySet<string> = new Set(['service', 'selector', 'pods', 'ports']);

/** Cause before consequence: worst first, then by hop; what follows from the first cause is folded beneath it. */
export function rank(found: readonly Finding[]): readonly Finding[] {
  const ordered = found
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => compare(a.finding, b.finding) || a.index - b.index)
    .map(({ finding }) => finding);
  const root = ordered.find(({ code, hop }) => silencing.has(hop) && !followers.has(code));
  if (!root) return ordered.filter(({ code }) => code !== 'R1');
  const children = ordered.filter(({ code }) => followers.has(code));
  const rest = ordered.filter(({ code }) => !followers.has(code));
  return rest.map((one) => (one === root ? { ...one, children: [...one.children, ...children] } : one));
}

function compare(a: Finding, b: Finding): number {
  return weights[a.severity] - weights[b.severity] || hops.indexOf(a.hop) - hops.indexOf(b.hop);
}
