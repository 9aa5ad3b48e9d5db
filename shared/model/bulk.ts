import type { Failure } from '../failure.ts';
import type { ServiceRef } from './service.ts';

/** What came of one Service among several: a value, or why there is none. One that fails leaves the others alone. */
export type Outcome<T> =
  | { readonly ref: ServiceRef; readonly ok: true; readonly value: T }
  | { readonly ref: ServiceRef; readonly ok: false; readonly failure: Failure };
