import {
  findingCodes,
  hops,
  type Diagnosis,
  type Finding,
  type Hop,
  type Severity,
} from '../../../shared/model/diagnosis.ts';

/** How one station of a connection's way stands. `waits`: what it looks at is not reached. */
export type StepState = Severity | 'passed' | 'waits' | 'unread';

export interface Step {
  readonly hop: Hop;
  /** A to G, as in the codes. */
  readonly letter: string;
  readonly state: StepState;
  readonly findings: readonly Finding[];
  /** How many codes this station could have had. */
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
export function checklistOf({ findings, gaps }: Diagnosis): readonly Step[] {
  const refused = new Set(gaps.map(({ params }) => String(params['resource'] ?? '')));
  const stop = findings.find(({ severity, hop }) => severity === 'error' && (hop === 'service' || hop === 'selector'));
  return hops.map((hop, index): Step => {
    const found = findings.filter((one) => one.hop === hop);
    const unread = (needs[hop] ?? []).filter((kind) => refused.has(kind));
    const codes = Object.entries(findingCodes).filter(([code, { hop: at }]) => at === hop && !/^[RU]/.test(code));
    const step = { hop, letter: 'ABCDEFG'.charAt(index), findings: found, checks: codes.length, unread };
    const [worst] = found;
    if (worst) return { ...step, state: worst.severity };
    if (stop && behind.has(hop)) return { ...step, state: 'waits' };
    return { ...step, state: unread.length > 0 ? 'unread' : 'passed' };
  });
}

/** The first station at which connections stop. */
export function stopOf(steps: readonly Step[]): Step | undefined {
  return steps.find(({ state }) => state === 'error');
}
