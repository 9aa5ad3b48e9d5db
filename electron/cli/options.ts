import { Option, type Command } from 'commander';

/** What every command that talks to a cluster takes, in kubectl's words. */
export interface ClusterOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly output?: 'json' | 'text';
}

/** Adds kubectl's options to a command. */
export function withClusterOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', "the namespace (default: the context's own)")
    .option('--context <name>', 'the context of the kubeconfig (default: its current-context)')
    .option('--kubeconfig <file>', 'use this kubeconfig file only')
    .option('--as <user>', 'act as this user')
    .option('--as-group <group>', 'act as a member of this group (may be repeated)', collect);
}

function collect(group: string, groups: readonly string[] = []): readonly string[] {
  return [...groups, group];
}

export function allNamespacesOption(): Option {
  return new Option('-A, --all-namespaces', 'over all namespaces').conflicts('namespace');
}

/** `-o` of what a person reads or a script takes. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'how to print').choices(['json', 'text']).default('text');
}

/** `-o` of a list that a spreadsheet may want too. */
export function exportOption(): Option {
  return new Option('-o, --output <format>', 'how to print').choices(['json', 'csv', 'text']).default('text');
}
