import { ORPCError, ValidationError } from '@orpc/server';
import { AppError, failure, toFailure, type Failure } from '../../../shared/failure.ts';
import { plainJson } from '../kube/plain-text.ts';

/** What an error says to the other side of a wire: a failure, and never a stack trace or a cause. */
export function toWireError(error: unknown): ORPCError<'FAILURE', Failure> {
  return new ORPCError('FAILURE', { defined: true, status: 400, data: plainJson(wireFailure(error)) });
}

function wireFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.failure;
  if (error instanceof ORPCError) return failure('invalid', { detail: issues(error as ORPCError<string, unknown>) });
  return toFailure(error);
}

function issues(error: ORPCError<string, unknown>): string {
  if (!(error.cause instanceof ValidationError)) return error.message;
  return error.cause.issues
    .map(({ path, message }) => [path?.map(segment).join('.'), message].filter(Boolean).join(': '))
    .join('; ');
}

function segment(part: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof part === 'object' ? part.key : part);
}

/** Lets `items` through and turns whatever ends them badly into a wire error. */
export async function* guardFeed<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw toWireError(error);
  }
}
