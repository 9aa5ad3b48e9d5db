import { implement } from '@orpc/server';
import { contract } from '../../../shared/contract.ts';
import { plainJson } from '../kube/plain-text.ts';
import { toWireError } from './guard.ts';

/**
 * The contract, to be filled in: whatever a handler throws leaves as a failure, and every text as one that is what it
 * looks like, but for a terminal's own.
 */
export const os = implement(contract).use(async ({ next, path: [area] }) => {
  try {
    const result = await next();
    return area === 'terminals' ? result : { ...result, output: plainJson(result.output) };
  } catch (error) {
    throw toWireError(error);
  }
});
