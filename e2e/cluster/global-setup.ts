import type { TestProject } from 'vitest/node';
import { buildCluster } from './build.ts';
import { applySamples } from './samples.ts';
import { startBed } from './start.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the run's shared bed, or why there is none. */
    cluster: { readonly dir: string } | { readonly missing: string };
  }
}

/** One bed with the samples for the whole run; tests reach it with `useBed()`. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const say = (line: string): void => project.vitest.logger.log(line);
  const built = await buildCluster({ onProgress: say });
  if (!built.ok) {
    if (process.env['CI'] === 'true') throw new Error(built.message);
    say(`tests against a real cluster are skipped: ${built.message}`);
    project.provide('cluster', { missing: built.message });
    return undefined;
  }
  const bed = await startBed();
  try {
    await applySamples(bed);
  } catch (error) {
    await bed[Symbol.asyncDispose]();
    throw error;
  }
  project.provide('cluster', { dir: bed.dir });
  return async () => bed[Symbol.asyncDispose]();
}
