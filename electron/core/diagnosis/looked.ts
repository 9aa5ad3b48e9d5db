import { findingCodes, hops, type FindingCode, type Hop } from '../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from './facts.ts';
import { targetOf } from './pod-facts.ts';
import { attemptsOf } from './rules/heard.ts';

type Condition = (facts: Facts) => boolean;

const always: Condition = () => true;
const isAlias: Condition = ({ type }) => type === 'ExternalName';
const isSelecting: Condition = ({ selector, cluster }) => selector !== undefined && cluster.knows('Pod');
const isControlled: Condition = ({ selector, cluster }) => selector !== undefined && cluster.knows('EndpointSlice');
const isByHand: Condition = (facts) => !isAlias(facts) && facts.selector === undefined;
const isEmpty: Condition = (facts) => isSelecting(facts) && facts.pods.length === 0;
const hasPods: Condition = (facts) => isSelecting(facts) && facts.pods.length > 0;
const hasNamed: Condition = (facts) =>
  hasPods(facts) && facts.ports.some(({ port }) => typeof targetOf(port) === 'string');
const hasNumber: Condition = (facts) =>
  hasPods(facts) && facts.ports.some(({ port }) => typeof targetOf(port) === 'number');
const isServing: Condition = (facts) => !isAlias(facts) && !isSilent(facts);
const isAsked: Condition = ({ client }) => client !== undefined;
const isServingAsked: Condition = (facts) => isServing(facts) && isAsked(facts);
const isBalanced: Condition = ({ type }) => type === 'LoadBalancer';
const hasNodePorts: Condition = ({ type }) => type === 'NodePort' || type === 'LoadBalancer';
const isHeadless: Condition = ({ headless }) => headless;
const isForwarded: Condition = (facts) => attemptsOf(facts).some(({ from }) => from === 'forward');
const isAskedInside: Condition = (facts) => attemptsOf(facts).some(({ from }) => from === 'inside');
const isTried: Condition = (facts) => attemptsOf(facts).length > 0;
/** Said of what is not there, of rights, or as another finding's consequence: no question of its own. */
const never: Condition = () => false;

const conditions: Readonly<Record<FindingCode, Condition>> = {
  ...{ A1: never, A8: always, A9: always, A7: isAlias },
  ...{ A2: isByHand, A3: isByHand, A4: isByHand, A5: isByHand, A6: isByHand },
  ...{ A10: isControlled, A11: isControlled, A12: isControlled },
  ...{ B1: isEmpty, B2: isEmpty, B3: isEmpty, B4: isEmpty, B5: isEmpty, B6: isEmpty, B7: isEmpty, B8: isSelecting },
  ...{ B9: isEmpty, B10: isEmpty, B13: isEmpty, B14: isEmpty, B15: isEmpty, B11: hasPods, B12: hasPods },
  ...{ C1: hasPods, C2: hasPods, C3: hasPods, C4: hasPods, C5: hasPods, C6: hasPods, C7: hasPods, C8: hasPods },
  ...{ C9: hasPods, C10: hasPods, C11: hasPods, C12: hasPods, C13: hasPods, C14: hasPods, C15: hasPods },
  ...{ C16: hasPods, C17: hasPods, C18: hasPods },
  ...{ D1: hasNamed, D2: hasNamed, D3: hasNamed, D4: hasNamed, D7: hasNamed },
  ...{ D5: hasNumber, D6: hasNumber, D8: hasNumber, D16: hasNumber },
  ...{ D9: hasPods, D10: hasPods, D11: hasPods, D14: hasPods, D15: hasPods, D12: isHeadless, D13: isHeadless },
  ...{ D17: isTried, D20: isAskedInside, D18: isForwarded, D19: isForwarded, D21: isForwarded },
  ...{ E1: isServing, E2: isServing, E3: isServing, E5: isServing, E6: isServing, E8: isServing, E9: isServing },
  ...{ E10: isServing, E4: isServingAsked, E7: isServingAsked, E11: isAskedInside, E12: isAskedInside },
  ...{ F1: isBalanced, F2: isBalanced, F3: isBalanced, F3b: isBalanced, F3c: isBalanced, F3d: isBalanced },
  ...{ F7: isBalanced, F8: isBalanced, F10: isBalanced, F13: isBalanced },
  ...{ F4: ({ type }) => type === 'NodePort', F9: hasNodePorts, F5: isAlias, F11: always, F12: always },
  F6: ({ service }) => (service.spec.externalIPs ?? []).length > 0,
  ...{ G1: isAsked, G4: isAsked, G5: isAsked, G9: isServingAsked, G2: isAlias, G3: always, G7: always },
  ...{ G6: isHeadless, G8: isHeadless, G10: isAskedInside },
  ...{ R1: never, U1: never, U2: never },
};

/** The findings that were looked for: those that what is there of the Service, and of its cluster, lets be asked for. */
export function lookedFor(facts: Facts): readonly FindingCode[] {
  return codes.filter((code) => conditions[code](facts));
}

const codes = Object.keys(conditions) as readonly FindingCode[];

/** How many at each station. */
export function lookedAt(facts: Facts): Readonly<Record<Hop, number>> {
  const asked = lookedFor(facts);
  const count = (hop: Hop): number => asked.filter((code) => findingCodes[code].hop === hop).length;
  return Object.fromEntries(hops.map((hop) => [hop, count(hop)])) as Record<Hop, number>;
}
