import { hops, type Finding, type FindingCode, type Severity } from '../../../shared/model/diagnosis.ts';

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What only ever follows from something else, if there is something else. */
const followers: ReadonlySet<FindingCode> = new Set<FindingCode>(['R1', 'F8', 'F12', 'G8', 'C14', 'C9', 'A12']);
/** Causes that leave the Service without ready endpoints, or a port of it. */
const silencing: ReadonlySet<string> = new Set(['service', 'selector', 'pods', 'ports']);

/** Cause before consequence: worst first, then by hop; what follows from the first cause is folded beneath it. */
export function rank(found: readonly Finding[]): readonly Finding[] {
  const ordered = blameThePort(found)
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => compare(a.finding, b.finding) || a.index - b.index)
    .map(({ finding }) => finding);
  const root = ordered.find(({ code, hop }) => silencing.has(hop) && !followers.has(code));
  if (!root) return ordered.filter(({ code }) => code !== 'R1');
  const children = ordered.filter(({ code }) => followers.has(code));
  const rest = ordered.filter(({ code }) => !followers.has(code));
  return rest.map((one) => (one === root ? { ...one, children: [...one.children, ...children] } : one));
}

/** A policy that shuts a port which is a mistake already is no second mistake, but makes the first one sure. */
function blameThePort(found: readonly Finding[]): readonly Finding[] {
  const mistake = found.find(({ code }) => code === 'D5' || code === 'D6' || code === 'D16');
  const shut = found.find(({ code, params }) => code === 'E3' && /port$/.test(String(params['case'])));
  if (!mistake || !shut) return found;
  const blamed: Finding = { ...mistake, severity: 'error', children: [shut] };
  return found.filter((one) => one !== shut).map((one) => (one === mistake ? blamed : one));
}

function compare(a: Finding, b: Finding): number {
  return weights[a.severity] - weights[b.severity] || hops.indexOf(a.hop) - hops.indexOf(b.hop);
}
