import { hops, type Diagnosis, type Finding, type Severity } from '../../../shared/model/diagnosis.ts';

/** One cause that a Service suffers from, or a note about it. */
export interface Problem {
  readonly key: string;
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  readonly finding: Finding;
}

export const groupings = ['cause', 'cluster', 'namespace'] as const;
export type Grouping = (typeof groupings)[number];

/** Problems of one kind: gravest first, then by their place on a connection's way, then the most frequent. */
export interface Group {
  readonly key: string;
  readonly severity: Severity;
  readonly problems: readonly Problem[];
}

/** The causes that the diagnoses of a context name; what only follows from one is folded into it. */
export function problemsOf(context: string, diagnoses: readonly Diagnosis[]): readonly Problem[] {
  return diagnoses.flatMap(({ key, namespace, name, findings }) =>
    findings.map((finding, index) => ({ key: `${key} ${finding.code} ${index}`, context, namespace, name, finding })),
  );
}

/** How many causes something suffers from; notes are no problem. */
export function causeCount(problems: readonly Problem[]): number {
  return new Set(problems.filter(({ finding }) => finding.severity !== 'info').map(causeOf)).size;
}

export function groupProblems(problems: readonly Problem[], by: Grouping): readonly Group[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of [...problems].sort(byRank)) {
    const key = keyOf(problem, by);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups]
    .map(([key, found]) => ({ key, severity: found[0]?.finding.severity ?? 'info', problems: found }))
    .sort((a, b) => compareGroups(a, b));
}

/** Every word of the filter has to be in what `textOf` says of a problem. */
export function filterProblems(
  problems: readonly Problem[],
  filter: string,
  textOf: (problem: Problem) => string,
): readonly Problem[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return problems;
  return problems.filter((problem) => {
    const text = textOf(problem).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function countOf(problems: readonly Problem[], severity: Severity): number {
  return problems.filter(({ finding }) => finding.severity === severity).length;
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function causeOf({ finding: { code, severity } }: Problem): string {
  return `${severity} ${code}`;
}

function keyOf(problem: Problem, by: Grouping): string {
  if (by === 'cause') return causeOf(problem);
  return by === 'cluster' ? problem.context : `${problem.context}/${problem.namespace}`;
}

function compareGroups(a: Group, b: Group): number {
  const [first, other] = [a.problems[0], b.problems[0]];
  if (!first || !other) return 0;
  return compareFindings(first, other) || b.problems.length - a.problems.length || (a.key < b.key ? -1 : 1);
}

function byRank(a: Problem, b: Problem): number {
  const code = a.finding.code < b.finding.code ? -1 : a.finding.code > b.finding.code ? 1 : 0;
  return compareFindings(a, b) || code || (a.key < b.key ? -1 : 1);
}

function compareFindings({ finding: a }: Problem, { finding: b }: Problem): number {
  return weights[a.severity] - weights[b.severity] || hops.indexOf(a.hop) - hops.indexOf(b.hop);
}
