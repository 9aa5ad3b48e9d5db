#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from 'commander';
import { exposureNames } from '../../shared/model/exposure.ts';
import { balanceNames } from '../../shared/model/balance.ts';
import { withClusterOptions } from './options.ts';
import { runEndpoints, runServices } from './list.ts';
import { runDemo } from './demo.ts';
import { runExpose, runUndo } from './expose.ts';
import { runCreate, runDelete } from './objects.ts';
import { runForward } from './forward.ts';
import { parseHost } from './http-options.ts';
import { runNames } from './names.ts';
import { runCosts } from './costs.ts';
import { runNodes } from './nodes.ts';
import { runProfiles } from './profiles.ts';
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
    portolan.command('forward').argument('[service]', 'svc/NAME').argument('[ports...]', '[LOCAL:]PORT (default: all)'),
  )
    .description("forward a Service's ports to this computer, balanced over its ready endpoints")
    .addOption(new Option('--balance <name>', 'who gets the next connection').choices(balanceNames))
    .option('--all', 'every Service of the namespace, in place of one')
    .option('--all-ports', 'with --all: every TCP port of each, not only its main one')
    .option('--own-addresses', 'with --all: a loopback address (127.x.y.z) for each Service, on the ports it has')
    .option('--address <ip>', 'listen on this loopback address (127.x.y.z) alone')
    .option('--profile <name>', 'the forwards of this profile, in place of a Service')
    .option('--http', 'balance each HTTP request by itself (default: where appProtocol says http)')
    .option('--no-http', 'balance connections, and look into none')
    .option('--host <name>', 'the Host that the app is told: cluster for the DNS name, or a name', parseHost)
    .option('--log', 'print a line for each HTTP request')
    .addOption(output())
    .action(runForward);
  withClusterOptions(portolan.command('expose').argument('<subject>', 'svc/NAME, or deploy|sts|ds|pod/NAME'))
    .description('change how a Service is reached, or make one for a workload: prints the plan, applies it after a yes')
    .addOption(new Option('--type <name>', 'how it shall be reached').choices(exposureNames))
    .option('--port <port...>', 'of a new Service: [NAME=]PORT[:TARGET][/PROTOCOL] (default: from the containers)')
    .option('--name <name>', "of a new Service (default: the workload's own)")
    .option('--node-port <number>', 'the node port of its first port (default: automatic)')
    .option('--external-name <host>', 'the name that an ExternalName stands for')
    .option('--recreate', 'delete the Service and create it anew')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(output())
    .action(runExpose);
  withClusterOptions(portolan.command('undo').argument('<service>', 'svc/NAME'))
    .description('take back the last change that was made by expose or in the window')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(output())
    .action(runUndo);
  withClusterOptions(portolan.command('create').argument('[service]', 'svc/NAME'))
    .description('make a Service: prints the plan, and makes it after a yes')
    .addOption(new Option('--type <name>', 'how it shall be reached').choices(exposureNames))
    .option('--port <port...>', '[NAME=]PORT[:TARGET][/PROTOCOL]')
    .option('--selector <labels>', 'KEY=VALUE[,KEY=VALUE…] of the Pods it leads to')
    .option('--external-name <host>', 'the name that an ExternalName stands for')
    .option('--endpoint <address...>', 'where there is no selector: addresses for an EndpointSlice')
    .option('-f, --filename <file>', 'Services and EndpointSlices as YAML or JSON (- for stdin)')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(output())
    .action(runCreate);
  withClusterOptions(portolan.command('delete').argument('<service>', 'svc/NAME'))
    .description('delete a Service: prints who depends on it, and does it after a yes')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(output())
    .action(runDelete);
  portolan
    .command('profiles')
    .description('named sets of forwards: list them, export one, import one from a file')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'export', 'import']).default('list'))
    .argument('[subject]', 'the profile to export, or the file to import')
    .option('--kubeconfig <file>', 'use this kubeconfig file only')
    .addOption(output())
    .action(runProfiles);
  withClusterOptions(portolan.command('names').argument('[service...]', 'svc/NAME (default: all)'))
    .description("list what Services are called in the cluster's DNS and in the environment of Pods")
    .addOption(all())
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json', 'csv', 'text']).default('text'))
    .action(runNames);
  withClusterOptions(portolan.command('diagnose').argument('[service...]', 'svc/NAME (default: all)'))
    .description(
      'say why Services have no endpoints or do not answer, and what to do (exit: 0 well, 1 broken, 2 unknown)',
    )
    .option('-f, --filename <file...>', 'manifests or a kubectl dump, in place of a cluster (- for stdin)')
    .option('--from <pod>', '[NAMESPACE/]POD that asks the Service')
    .addOption(all())
    .addOption(output())
    .action(runDiagnose);
  const exported = () =>
    new Option('-o, --output <format>', 'how to print').choices(['json', 'csv', 'text']).default('text');
  withClusterOptions(portolan.command('nodes'))
    .description('list the nodes with their addresses, what they are, and the endpoints on them')
    .addOption(exported())
    .action(runNodes);
  withClusterOptions(portolan.command('costs'))
    .description('say what load balancers cost a month by list price, and what sharing one would save')
    .addOption(all())
    .option('--hours <number>', 'hours of a month (default: 730)')
    .option('--gb <number>', 'GB a month through each load balancer (default: 0, the fixed part alone)')
    .option('--prices <file>', 'a file of prices, in place of the list prices of the same ids')
    .addOption(exported())
    .action(runCosts);
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
