import { afterAll, beforeAll, inject } from 'vitest';
import type {} from './global-setup.ts'; // what it provides
import { connectBed } from './bed.ts';
import type { Bed } from './bed.ts';
import { startBed } from './start.ts';
import type { BedOptions } from './start.ts';

/** Why there is no cluster here, for `describe.skipIf(noCluster)`; undefined where there is one. */
export const noCluster: string | undefined = missing();

/**
 * The run's shared bed with the samples, for tests that leave them as they are.
 *
 * Call it at the top of a file or `describe`; what it returns may be read inside tests and hooks.
 */
export function useBed(): { readonly bed: Bed } {
  return hold(async () => {
    const shared = inject('cluster');
    if ('missing' in shared) throw new Error(shared.missing);
    return connectBed(shared.dir);
  });
}

/** A bed of the caller's own, empty, for tests that break things. */
export function useOwnBed(
  options: BedOptions = {},
  prepare: (bed: Bed) => Promise<void> = async () => {},
): { readonly bed: Bed } {
  return hold(async () => {
    const bed = await startBed(options);
    await prepare(bed);
    return bed;
  });
}

function hold(open: () => Promise<Bed>): { readonly bed: Bed } {
  let opened: Bed | undefined;
  beforeAll(async () => {
    if (noCluster === undefined) opened = await open();
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());
  return {
    get bed() {
      if (!opened) throw new Error(noCluster ?? 'the bed is there only inside tests and hooks');
      return opened;
    },
  };
}

function missing(): string | undefined {
  const shared = inject('cluster');
  return 'missing' in shared ? shared.missing : undefined;
}
