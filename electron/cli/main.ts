#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addServices, addEndpoints } from './list.ts';
import { addForward } from './forward.ts';
import { addExpose, addUndo } from './expose.ts';
import { addCreate, addDelete } from './objects.ts';
import { addShare } from './share.ts';
import { addProfiles } from './profiles.ts';
import { addNames } from './names.ts';
import { addDiagnose } from './diagnose.ts';
import { addNodes } from './nodes.ts';
import { addCosts } from './costs.ts';
import { addServe } from './serve.ts';
import { addDemo } from './demo.ts';
import { VERSION } from '../../shared/version.ts';
import { exitCode, useShellLocale } from './exit.ts';

/** The third door to the core: the same words and answers as the window, for scripts and terminals. */
function program(): Command {
  const portolan = new Command('portolan')
    .version(VERSION)
    .description('The Services of your Kubernetes clusters: list them, forward them balanced.')
    .exitOverride();
  for (const add of commands) add(portolan);
  return portolan;
}

/** In the order of `--help`. */
const commands: readonly ((portolan: Command) => void)[] = [
  addServices,
  addEndpoints,
  addForward,
  addExpose,
  addShare,
  addUndo,
  addCreate,
  addDelete,
  addProfiles,
  addNames,
  addDiagnose,
  addNodes,
  addCosts,
  addServe,
  addDemo,
];

// Whoever reads the output may stop, as `| head` does: what else there is to do is done all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(exitCode(error));
});
await useShellLocale(process.env);
try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = exitCode(error);
}
