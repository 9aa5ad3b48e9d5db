import { implement } from '@orpc/server';
import { contract } from '../../../shared/contract.ts';
import { toWireError } from './guard.ts';

/** The contract, to be filled in: whatever a handler throws leaves as a failure. */
export const os = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    throw toWireError(error);
  }
});
