import type { Edit, Wish } from '../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../shared/model/exposure.ts';

/** What a person has asked for and not yet applied. */
export interface Draft {
  readonly to?: ExposureName;
  readonly externalName?: string;
  /** Deletes and creates where the way in place has several steps. */
  readonly recreate?: boolean;
}

/** The draft as the core takes it; undefined while nothing is asked for. */
export function wishOf({ to, externalName, recreate }: Draft): Wish | undefined {
  const edits: Edit[] = to ? [{ set: 'type', to, ...(externalName !== undefined && { externalName }) }] : [];
  return edits.length > 0 ? { edits, ...(recreate && { recreate }) } : undefined;
}

/** Whether a draft asks for a type and nothing else: these are planned beforehand. */
export function isTypeAlone({ to, ...more }: Draft): boolean {
  return to !== undefined && Object.values(more).every((value) => !value);
}
