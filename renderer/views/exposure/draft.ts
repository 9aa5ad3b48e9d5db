import type { Edit, Wish } from '../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import { fieldEdits, numberOf, type FieldTexts } from './form/fields.ts';
import { pairEdits, type PairChanges, type Pairs } from './form/pairs.ts';
import { arePortsWhole, portEdits, type PortsDraft } from './form/ports.ts';
import type { ServiceNow } from './form/service-now.ts';

/** What a person has asked for and not yet applied; what is not here follows the Service. */
export interface Draft {
  readonly to?: ExposureName;
  readonly externalName?: string;
  /** Deletes and creates where the way in place has several steps. */
  readonly recreate?: boolean;
  readonly fields?: FieldTexts;
  readonly ports?: PortsDraft;
  readonly selector?: Pairs;
  readonly labels?: PairChanges;
  readonly annotations?: PairChanges;
}

/** The draft as the core takes it; undefined while nothing is asked for. Without the Service only a type can be. */
export function wishOf(draft: Draft, now: ServiceNow | undefined): Wish | undefined {
  const { to, externalName, recreate } = draft;
  const named = externalName !== undefined && { externalName };
  const typed: readonly Edit[] = to ? [{ set: 'type', to, ...named }] : [];
  const edits = [...typed, ...(now ? editsOf(draft, now) : [])];
  return edits.length > 0 ? { edits, ...(recreate && { recreate }) } : undefined;
}

function editsOf({ to, externalName, fields, ports, selector, labels, annotations }: Draft, now: ServiceNow): Edit[] {
  const { labels: hasLabels = {}, annotations: has = {} } = now.metadata;
  const isRenamed = to === undefined && externalName !== undefined && externalName !== now.spec['externalName'];
  return [
    ...(isRenamed ? [{ set: 'externalName' as const, value: externalName }] : []),
    ...(ports ? portEdits(now, ports) : []),
    ...(fields ? fieldEdits(now, fields) : []),
    ...(selector && !isSame(selector, now.spec.selector ?? {}) ? [{ set: 'selector' as const, value: selector }] : []),
    ...(labels ? pairEdits('label', hasLabels, labels) : []),
    ...(annotations ? pairEdits('annotation', has, annotations) : []),
  ];
}

const isSame = (a: Pairs, b: Pairs): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

/** Whether every number in the form is one: else it can't be said what is asked for. */
export function isWhole({ fields, ports }: Draft): boolean {
  const seconds = fields?.timeoutSeconds;
  return (!seconds || numberOf(seconds) !== undefined) && (!ports || arePortsWhole(ports));
}

/** Whether a draft asks for a type and nothing else: these are planned beforehand. */
export function isTypeAlone({ to, ...more }: Draft): boolean {
  return to !== undefined && Object.values(more).every((value) => !value);
}
