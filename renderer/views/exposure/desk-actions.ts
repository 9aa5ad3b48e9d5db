import { exposureNames } from '../../../shared/model/exposure.ts';
import type { Scope } from '../../commands/commands.svelte.ts';
import type { ExposureDesk } from './exposure-desk.svelte.ts';

/** The types that can be asked for at a desk. */
export function choosing(desk: ExposureDesk): Scope {
  return {
    subject: desk.ref.name,
    actions: Object.fromEntries(exposureNames.map((to) => [`exposure.${to}`, () => desk.choose(to)])),
  };
}
