import { exposureNames, type ExposureName } from '../../shared/model/exposure.ts';
import type { Actions } from './commands.svelte.ts';

/** The commands that ask for a type, for these of them. */
export function choosing(choose: (to: ExposureName) => void, names: readonly ExposureName[] = exposureNames): Actions {
  return Object.fromEntries(names.map((to) => [`exposure.${to}`, () => choose(to)]));
}
