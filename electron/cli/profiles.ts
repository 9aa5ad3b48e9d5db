import { Argument, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../shared/failure.ts';
import type { Core } from '../core/core.ts';
import { ProfileStore } from '../core/profiles/profile-store.ts';
import { Profiles } from '../core/profiles/profiles.ts';
import { stateDir } from '../core/state-dir.ts';
import { outputOption, type ClusterOptions } from './options.ts';
import { openCore } from './session.ts';
import { table } from './table.ts';

/** Adds `portolan profiles`. */
export function addProfiles(portolan: Command): void {
  portolan
    .command('profiles')
    .description('named sets of forwards: list them, export one, import one from a file')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'export', 'import']).default('list'))
    .argument('[subject]', 'the profile to export, or the file to import')
    .option('--kubeconfig <file>', 'use this kubeconfig file only')
    .addOption(outputOption())
    .action(runProfiles);
}

/** The app's profiles, with a core of this command's own to start them in. */
export async function openProfiles(
  options: ClusterOptions,
): Promise<{ readonly core: Core; readonly profiles: Profiles }> {
  const core = await openCore(options);
  const store = new ProfileStore(join(stateDir(process.env), 'profiles.json'));
  return { core, profiles: new Profiles({ store, clusters: core.clusters, forwards: core.forwards }) };
}

/** `portolan profiles [list|export NAME|import FILE]`. */
async function runProfiles(action: string, subject: string | undefined, options: ClusterOptions): Promise<void> {
  const { core, profiles } = await openProfiles(options);
  try {
    switch (action) {
      case 'export':
        process.stdout.write(await profiles.export(needed(subject, 'the name of a profile')));
        break;
      case 'import':
        process.stdout.write(`${await profiles.import(await readText(needed(subject, 'a file')))}\n`);
        break;
      default:
        process.stdout.write(await listed(profiles, options));
    }
  } finally {
    await core.close();
  }
}

async function listed(profiles: Profiles, { output }: ClusterOptions): Promise<string> {
  const all = await profiles.load();
  if (output === 'json') return `${JSON.stringify(all, undefined, 2)}\n`;
  return table(
    ['NAME', 'FORWARDS', 'WITH-APP', 'CONTEXTS'],
    all.map(({ name, forwards, startWithApp }) => [
      name,
      String(forwards.length),
      startWithApp ? 'yes' : 'no',
      [...new Set(forwards.map(({ context }) => context))].join(','),
    ]),
  );
}

function needed(subject: string | undefined, what: string): string {
  if (subject === undefined) throw fail('invalid', { detail: `${what} is missing` });
  return subject;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fail('invalid', { detail: error instanceof Error ? error.message : String(error) }, error);
  }
}
