import { hops, type Finding, type FindingCode, type Severity } from '../../../shared/model/diagnosis.ts';

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What only ever follows from something else, if there is something else. */
const followers: ReadonlySet<FindingCode> = new Set<FindingCode>(['R1', 'F8', 'F12', 'G8', 'C14', 'C9', 'A12']);
/** Causes that leave the Service without ready endpoints, or a port of it. */
const silencing: ReadonlySet<string> = new Set(['service', 'selector', 'pods', 'ports']);

/** Who keeps the endpoints is no reason for none of them being ready. */
const KEPT: FindingCode = 'A6';

/** Cause before consequence: worst first, then by hop; what follows from the first cause is folded beneath it. */
export function rank(found: readonly Finding[]): readonly Finding[] {
  const ordered = confirm(found)
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => compare(a.finding, b.finding) || a.index - b.index)
    .map(({ finding }) => finding);
  const root = ordered.find(({ code, hop }) => silencing.has(hop) && !followers.has(code) && code !== KEPT);
  if (!root) return ordered.filter(({ code, severity }) => code !== 'R1' || severity !== 'info');
  const children = ordered.filter(({ code }) => followers.has(code));
  const rest = ordered.filter(({ code }) => !followers.has(code));
  return rest.map((one) => (one === root ? { ...one, children: [...one.children, ...children] } : one));
}

const wrongPort: readonly FindingCode[] = ['D5', 'D6', 'D16'];
/** What was heard, and which suspicions that makes sure. */
const suspicions: Readonly<Partial<Record<FindingCode, readonly FindingCode[]>>> = {
  D17: wrongPort,
  D20: ['D9'],
  E11: ['E3', 'E4', 'E10'],
  E12: ['A9', 'E9'],
  G10: ['G3'],
};

/** A consequence of what is suspected already is no second mistake, but makes the first one sure. */
function confirm(found: readonly Finding[]): readonly Finding[] {
  return found.reduce((all, shown) => {
    const isShut = shown.code === 'E3' && /port$/.test(String(shown.params['case']));
    const codes = isShut ? wrongPort : (suspicions[shown.code] ?? []);
    const mistake = all.find(({ code }) => codes.includes(code));
    if (!mistake) return all;
    const sure: Finding = { ...mistake, severity: worse(mistake, shown), children: [...mistake.children, shown] };
    return all.filter((one) => one !== shown).map((one) => (one === mistake ? sure : one));
  }, found);
}

/** A policy that shuts the wrong port proves that it is the wrong one. */
function worse(mistake: Finding, shown: Finding): Severity {
  if (shown.code === 'E3') return 'error';
  return weights[mistake.severity] < weights[shown.severity] ? mistake.severity : shown.severity;
}

function compare(a: Finding, b: Finding): number {
  return weights[a.severity] - weights[b.severity] || hops.indexOf(a.hop) - hops.indexOf(b.hop);
}
