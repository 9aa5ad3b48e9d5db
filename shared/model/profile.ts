import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';
import type { ForwardSpec } from './forward.ts';

/** What a profile keeps of a forward: no Pod's name, for those are others tomorrow. */
export type ProfileForward = Pick<
  ForwardSpec,
  'context' | 'namespace' | 'name' | 'port' | 'localPort' | 'address' | 'balance'
>;

/** A named set of forwards. */
export interface Profile {
  readonly name: string;
  /** Whether its forwards start with the app. */
  readonly startWithApp: boolean;
  readonly forwards: readonly ProfileForward[];
}

/** `key` is the name. */
export type ProfileView = Profile & Keyed;

/** What came of starting several forwards at once: each fails for itself. */
export interface StartReport {
  readonly started: number;
  readonly failed: readonly { readonly service: string; readonly failure: Failure }[];
}
