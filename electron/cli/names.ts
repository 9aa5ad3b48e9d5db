import type { Command } from 'commander';
import { fail } from '../../shared/failure.ts';
import type { ServiceNames } from '../../shared/model/names.ts';
import { nameForms } from '../../shared/name-forms.ts';
import { namesCsv } from '../../shared/names-csv.ts';
import { sentence } from '../../shared/sentence.ts';
import { loadNames } from '../core/names/load.ts';
import { withClusterOptions, allNamespacesOption, exportOption, type ClusterOptions } from './options.ts';
import { openSession } from './session.ts';
import { table } from './table.ts';

/** Adds `portolan names`. */
export function addNames(portolan: Command): void {
  withClusterOptions(portolan.command('names').argument('[service...]', 'svc/NAME (default: all)'))
    .description("list what Services are called in the cluster's DNS and in the environment of Pods")
    .addOption(allNamespacesOption())
    .addOption(exportOption())
    .action(runNames);
}

interface NamesOptions extends Omit<ClusterOptions, 'output'> {
  readonly output?: 'json' | 'csv' | 'text';
}

/** How long a cluster may take to be looked at, in ms. */
const PATIENCE = 60_000;

/** `portolan names [svc/NAME…]`. */
async function runNames(wanted: readonly string[], { output, ...options }: NamesOptions): Promise<void> {
  const { core, context, namespace } = await openSession(options);
  try {
    const { api } = core.clusters.cluster(context);
    const all = await loadNames({ api, context, namespace, signal: AbortSignal.timeout(PATIENCE) });
    const names = named(all, wanted, namespace);
    if (output === 'json') process.stdout.write(`${JSON.stringify(names.map(namesJson), undefined, 2)}\n`);
    else process.stdout.write(output === 'csv' ? namesCsv(names) : namesTable(names));
    // What the lists lack goes to stderr, so that scripts still read clean output.
    for (const gap of all[0]?.gaps ?? []) process.stderr.write(`portolan: ${sentence(gap)}\n`);
  } finally {
    await core.close();
  }
}

function named(
  all: readonly ServiceNames[],
  wanted: readonly string[],
  namespace: string | undefined,
): readonly ServiceNames[] {
  return wanted.length === 0
    ? all
    : wanted.flatMap((given) => {
        const name = given.replace(/^(?:svc|services?)\//, '');
        const found = all.filter((one) => one.name === name);
        if (found.length === 0) throw fail('service-gone', { namespace: namespace ?? '*', name });
        return found;
      });
}

/** `names -o json`: every field that scripts read is always there, but for those marked optional. */
function namesJson(names: ServiceNames) {
  const { namespace, name, type, headless, dns, records, absent, env, pods, namesakes } = names;
  return {
    namespace,
    name,
    type,
    headless,
    dns,
    forms: nameForms(names, dns.domain, namespace).map(({ form, text, asked }) => ({ form, name: text, asked })),
    records,
    ...(absent !== undefined && { absent }),
    env,
    pods,
    namesakes,
  };
}

function namesTable(all: readonly ServiceNames[]): string {
  return table(
    ['NAMESPACE', 'SERVICE', 'TYPE', 'NAME', 'VALUE'],
    all.flatMap(({ namespace, name, records, env }) => [
      ...records.map((record) => [namespace, name, record.type, record.name, record.values.join(', ')]),
      ...env.map((variable) => [namespace, name, 'ENV', variable.name, variable.value]),
    ]),
  );
}
