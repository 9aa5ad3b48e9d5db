import type { Scenario } from '../harness/scenario.ts';
import { deletes } from './deletes.ts';
import { errors } from './errors.ts';
import { families } from './families.ts';
import { patches } from './patches.ts';
import { reads } from './reads.ts';
import { services } from './services.ts';
import { transitions } from './transitions.ts';
import { watches } from './watches.ts';
import { workloads } from './workloads.ts';

/** Those that wait for controllers first, so that they are not what the others wait for. */
export const scenarios: readonly Scenario[] = [
  ...deletes,
  ...workloads,
  ...watches,
  ...errors,
  ...reads,
  ...patches,
  ...services,
  ...families,
  ...transitions,
];
