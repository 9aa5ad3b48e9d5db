import { hops, type Diagnosis, type Finding, type Hop, type Severity } from '../../../shared/model/diagnosis.ts';

/** How one station of a connection's way stands. `waits`: what it looks at is not reached. `idle`: it has none
 * of what could be looked at. */
export type StepState = Severity | 'passed' | 'idle' | 'waits' | 'unread';

export interface Step {
  readonly hop: Hop;
  /** A to G, as in the codes. */
  readonly letter: string;
  readonly state: StepState;
  readonly findings: readonly Finding[];
  /** How many possible findings were looked for here. */
  readonly checks: number;
  /** Kinds that could not be read and are needed here. */
  readonly unread: readonly string[];
}

/** What rests on Pods that a selector must have found first. */
const behind: ReadonlySet<Hop> = new Set<Hop>(['pods', 'ports']);
const needs: Readonly<Partial<Record<Hop, readonly string[]>>> = {
  service: ['endpointslices'],
  pods: ['pods'],
  ports: ['pods'],
  traffic: ['networkpolicies', 'nodes'],
};

/** Every station in order, with what was found at each. */
export function checklistOf({
  findings,
  gaps,
  looked,
}: Pick<Diagnosis, 'findings' | 'gaps' | 'looked'>): readonly Step[] {
  const refused = new Set(gaps.map(({ params }) => String(params['resource'] ?? '')));
  const stop = findings.find(({ severity, hop }) => severity === 'error' && (hop === 'service' || hop === 'selector'));
  return hops.map((hop, index): Step => {
    const found = findings.filter((one) => one.hop === hop);
    const unread = (needs[hop] ?? []).filter((kind) => refused.has(kind));
    const step = { hop, letter: 'ABCDEFG'.charAt(index), findings: found, checks: looked[hop], unread };
    const [worst] = found;
    if (worst) return { ...step, state: worst.severity };
    if (stop && behind.has(hop)) return { ...step, state: 'waits' };
    if (unread.length > 0) return { ...step, state: 'unread' };
    return { ...step, state: step.checks === 0 ? 'idle' : 'passed' };
  });
}

/** The first station at which connections stop. */
export function stopOf(steps: readonly Step[]): Step | undefined {
  return steps.find(({ state }) => state === 'error');
}
