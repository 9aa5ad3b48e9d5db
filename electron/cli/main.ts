#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { balanceNames } from '../../shared/model/balance.ts';
import { withClusterOptions } from './options.ts';
import { runEndpoints, runServices } from './list.ts';
import { runDemo } from './demo.ts';
import { runForward } from './forward.ts';
import { runDiagnose } from './diagnose.ts';
import { runServe } from './serve.ts';
import { exitCode, useShellLocale } from './exit.ts';

/** The third door to the core: the same words and answers as the window, for scripts and terminals. */
function program(): Command {
  const portolan = new Command('portolan')
    .description('The Services of your Kubernetes clusters: list them, forward them balanced.')
    .exitOverride();
  const output = () => new Option('-o, --output <format>', 'how to print').choices(['json', 'text']).default('text');
  const all = () => new Option('-A, --all-namespaces', 'over all namespaces').conflicts('namespace');

  withClusterOptions(portolan.command('services').argument('[name...]', 'Services (default: all)'))
    .description('list Services with their endpoints')
    .addOption(all())
    .addOption(output())
    .action(runServices);
  withClusterOptions(portolan.command('endpoints').argument('[service...]', 'Services (default: all)'))
    .description('list the endpoints of Services one by one, over all their EndpointSlices')
    .addOption(all())
    .addOption(output())
    .action(runEndpoints);
  withClusterOptions(
    portolan.command('forward').argument('<service>', 'svc/NAME').argument('[ports...]', '[LOCAL:]PORT (default: all)'),
  )
    .description("forward a Service's ports to this computer, balanced over its ready endpoints")
    .addOption(new Option('--balance <name>', 'who gets the next connection').choices(balanceNames))
    .addOption(output())
    .action(runForward);
  withClusterOptions(portolan.command('diagnose').argument('[service...]', 'svc/NAME (default: all)'))
    .description(
      'say why Services have no endpoints or do not answer, and what to do (exit: 0 well, 1 broken, 2 unknown)',
    )
    .option('-f, --filename <file...>', 'manifests or a kubectl dump, in place of a cluster (- for stdin)')
    .option('--from <pod>', '[NAMESPACE/]POD that asks the Service')
    .addOption(all())
    .addOption(output())
    .action(runDiagnose);
  portolan
    .command('serve')
    .description('open the app in a browser: serve it on this computer alone')
    .option('--kubeconfig <file>', 'use this kubeconfig file only')
    .option('--port <number>', 'the port to listen on (default: a free one)')
    .action(runServe);
  portolan
    .command('demo')
    .description('a cluster that is not real, for kubectl and the app to play with')
    .option('--write-kubeconfig <file>', 'where to put its kubeconfig (default: a temporary file)')
    .option('--port <number>', 'the port to listen on (default: a free one)')
    .option('--services <number>', 'so many Services in place of the sample, for load tests')
    .option('--pods <number>', 'so many Pods behind them')
    .option('--churn <number>', 'so many changes a second')
    .action(runDemo);
  return portolan;
}

await useShellLocale(process.env);
try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = exitCode(error);
}
