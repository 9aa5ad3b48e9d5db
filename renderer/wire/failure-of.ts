import { isDefinedError } from '@orpc/client';
import { failure, toFailure, type Failure } from '../../shared/failure.ts';

/** What a call or feed failed with, in words of the failure table. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Error && isDefinedError(error)) return (error as Error & { readonly data: Failure }).data;
  return toFailure(error);
}

/** The link to the core is gone; what was shown stays. */
export function wireLost(error: unknown): Failure {
  return failure('wire-lost', { detail: error instanceof Error ? error.message : String(error) });
}
