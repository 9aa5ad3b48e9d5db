import { buildDesktop } from '../electron/build.ts';
import { findElectron } from '../electron/find-electron.ts';
import { buildCluster } from './cluster/build.ts';
import { applySamples } from './cluster/samples.ts';
import { startBed } from './cluster/start.ts';

/** Once for all specs: what they run, and one cluster with the samples. Specs learn of it by the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  await buildDesktop();
  const electron = await findElectron(process.env);
  if (electron !== undefined) process.env['PORTOLAN_ELECTRON'] = electron;
  // Whoever has said why there is none wants none: `e2e/tools/gates.ts`.
  if (process.env['PORTOLAN_BED_MISSING'] !== undefined) return async () => {};
  const built = await buildCluster({ onProgress: (line) => process.stdout.write(`${line}\n`) });
  if (!built.ok) {
    process.env['PORTOLAN_BED_MISSING'] = built.message;
    process.stdout.write(`skipped: the specs on a real cluster (${built.message})\n`);
    return async () => {};
  }
  const bed = await startBed();
  process.env['PORTOLAN_BED'] = bed.dir;
  try {
    await applySamples(bed);
  } catch (error) {
    await bed[Symbol.asyncDispose]();
    throw error;
  }
  return async () => bed[Symbol.asyncDispose]();
}
