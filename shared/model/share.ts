import type { z } from 'zod';
import type { Keyed } from '../change.ts';
import type { shareRefSchema, shareRuleSchema } from '../share-schema.ts';
import type { Outcome } from './bulk.ts';
import type { ApiJson, ExposurePlan, PlanCost, ServerPreview } from './exposure.ts';

export type ShareRule = z.infer<typeof shareRuleSchema>;
/** Names what was shared from here: the namespace is that of its first object. */
export type ShareRef = z.infer<typeof shareRefSchema>;

/** A way in that the cluster has: a class of Ingresses, or a Gateway. */
export interface ShareEntry {
  /** `ingress/CLASS` or `gateway/NAMESPACE/NAME`; an Ingress without a class is `ingress/`. */
  readonly key: string;
  readonly via: 'ingress' | 'gateway';
  readonly name: string;
  /** Who serves it, where the cluster says so. */
  readonly controller: string | undefined;
}

/** Why a Service stays as it is. */
export type LeftOut = 'no-address' | 'no-http' | 'internal' | 'entry-itself' | 'gone';

/** What is to be known of a plan. `block`: it is not applied; `breaks`: somebody notices. */
export const shareNotes = {
  'nothing-to-share': 'block',
  'no-entry': 'block',
  'no-right': 'block',
  'rule-wrong': 'block',
  'rule-twice': 'block',
  'rule-missing': 'block',
  'service-blocked': 'block',
  'ports-closed': 'breaks',
  'ranges-lost': 'breaks',
  'client-address-lost': 'breaks',
  'affinity-lost': 'breaks',
  'class-unknown': 'grave',
  'rule-taken': 'grave',
  tls: 'grave',
  'tls-backend': 'grave',
  'path-kept': 'grave',
  'one-each': 'grave',
  'moved-later': 'note',
  'path-cut': 'note',
  'entry-paid': 'note',
  'price-unknown': 'note',
} as const satisfies Record<string, 'block' | 'breaks' | 'grave' | 'note'>;

export type ShareNoteCode = keyof typeof shareNotes;

export interface ShareNote {
  readonly code: ShareNoteCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What sharing one entry comes to, before anything is sent. */
export interface SharePlan {
  readonly context: string;
  /** Of the objects that are made. */
  readonly name: string;
  readonly entries: readonly ShareEntry[];
  readonly entry: ShareEntry | undefined;
  readonly rules: readonly ShareRule[];
  readonly left: readonly { readonly namespace: string; readonly name: string; readonly why: LeftOut }[];
  /** Made first: Ingresses or HTTPRoutes. */
  readonly objects: readonly ApiJson[];
  /** Changed then, one after the other: the Services that give up their load balancers. */
  readonly services: readonly ExposurePlan[];
  /** From the gravest on. */
  readonly notes: readonly ShareNote[];
  readonly cost: PlanCost;
  readonly kubectl: readonly string[];
  /** The objects as text. */
  readonly yaml: string;
  /** The same for plans with the same effect. */
  readonly fingerprint: string;
}

/** A plan beside the server's own dry runs, each by what it is of. */
export interface SharePreview {
  readonly plan: SharePlan;
  readonly servers: readonly { readonly of: string; readonly server: ServerPreview }[];
}

/** What was done: the objects are there; what came of each Service. */
export interface ShareDone {
  readonly plan: SharePlan;
  readonly outcomes: readonly Outcome<ExposurePlan>[];
}

/** What was shared from here and not taken back. */
export interface ShareView extends Keyed, ShareRef {
  /** In ms of the epoch. */
  readonly at: number;
  /** As `Ingress shop/shared`. */
  readonly objects: readonly string[];
  /** As `shop/web`. */
  readonly services: readonly string[];
}
