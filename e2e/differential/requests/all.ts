import type { Scenario } from '../harness/scenario.ts';
import { services } from './services.ts';
import { transitions } from './transitions.ts';

export const scenarios: readonly Scenario[] = [...transitions, ...services];
