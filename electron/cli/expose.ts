import { Option, type Command } from 'commander';
import { exposureNames } from '../../shared/model/exposure.ts';
import { fail } from '../../shared/failure.ts';
import type { Edit, Wish } from '../../shared/exposure-schema.ts';
import type { ExposureName, ExposurePlan } from '../../shared/model/exposure.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import { m } from '../../shared/paraglide/messages.js';
import { isConfirmed, say, type ApplyFlags } from './confirm.ts';
import { sharedName, undoShare } from './share.ts';
import { runExposeMany, runUndoMany } from './expose-many.ts';
import { runExposeWorkload, undoObjects, workloadIn } from './objects.ts';
import { withClusterOptions, outputOption, type ClusterOptions } from './options.ts';
import { planJson, planText } from './plan-output.ts';
import { tellProgress } from './progress.ts';
import { serviceName } from './service-name.ts';
import { withSession, type Session } from './session.ts';

/** Adds `portolan expose`. */
export function addExpose(portolan: Command): void {
  withClusterOptions(
    portolan.command('expose').argument('<subject...>', 'svc/NAME (also several), or deploy|sts|ds|pod/NAME'),
  )
    .description('change how a Service is reached, or make one for a workload: prints the plan, applies it after a yes')
    .addOption(new Option('--type <name>', 'how it shall be reached').choices(exposureNames))
    .option('--port <port...>', 'of a new Service: [NAME=]PORT[:TARGET][/PROTOCOL] (default: from the containers)')
    .option('--name <name>', "of a new Service (default: the workload's own)")
    .option('--node-port <number>', 'the node port of its first port (default: automatic)')
    .option('--external-name <host>', 'the name that an ExternalName stands for')
    .option('--recreate', 'delete the Service and create it anew')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .option('--no-wait', 'do not wait until it is true in the cluster')
    .addOption(outputOption())
    .action(runExpose);
}

/** Adds `portolan undo`. */
export function addUndo(portolan: Command): void {
  withClusterOptions(portolan.command('undo').argument('<service...>', 'svc/NAME (also several), or share/NAME'))
    .description('take back the last change that was made by expose or in the window')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(outputOption())
    .action(runUndo);
}

export interface ExposeOptions extends ApplyFlags {
  readonly type?: ExposureName;
  readonly port?: readonly string[];
  readonly name?: string;
  readonly nodePort?: string;
  readonly externalName?: string;
  readonly recreate?: boolean;
}

/** `portolan expose svc/NAME --type …`: prints the plan, and applies it after a yes. A workload gets a new Service. */
async function runExpose(targets: readonly string[], options: ExposeOptions): Promise<void> {
  const [target = '', ...others] = targets;
  if (others.length > 0) {
    if (options.port ?? options.name ?? options.nodePort)
      throw fail('invalid', { detail: '--port, --name and --node-port are for one alone' });
    if (!options.type) throw fail('invalid', { detail: '--type is missing' });
    return runExposeMany(targets.map(serviceName), wishOf(options, undefined), options);
  }
  const workload = workloadIn(target);
  if (workload) return runExposeWorkload(workload, options);
  const name = serviceName(target);
  if (!options.type) throw fail('invalid', { detail: '--type is missing' });
  if (options.port ?? options.name)
    throw fail('invalid', { detail: `--port and --name are for workloads, and ${target} is a Service` });
  await withService(name, options, async (session, ref) => {
    const first = await session.core.exposures.plan(ref, wishOf(options, undefined));
    const wish = options.nodePort === undefined ? wishOf(options, undefined) : wishOf(options, first);
    const plan = options.nodePort === undefined ? first : await session.core.exposures.plan(ref, wish);
    print(plan, options);
    if (!(await isWanted(plan, options))) return;
    await session.core.exposures.apply(ref, wish, { expected: plan.fingerprint });
    const { namespace } = ref;
    say(options, m.exposure_cli_applied({ service: `${namespace}/${name}`, name, namespace }));
    await tellProgress(session, { ref, to: plan.to }, options);
  });
}

/** `portolan undo svc/NAME`: takes back the last change that was made from here. */
async function runUndo(targets: readonly string[], options: ApplyFlags): Promise<void> {
  const [target = '', ...others] = targets;
  if (others.length > 0) return runUndoMany(targets.map(serviceName), options);
  const shared = sharedName(target);
  if (shared !== undefined) return undoShare(shared, options);
  const name = serviceName(target);
  await withService(name, options, async (session, ref) => {
    const { core } = session;
    if (await core.objectChanges.isNext(ref, 'undo')) return undoObjects(session, ref, options);
    const plan = await core.exposures.undoPlan(ref);
    print(plan, options);
    if (!(await isWanted(plan, options))) return;
    await core.exposures.undo(ref, { expected: plan.fingerprint });
    say(options, m.exposure_cli_undone({ service: `${ref.namespace}/${name}` }));
  });
}

function withService(
  name: string,
  options: ApplyFlags,
  work: (session: Session, ref: ServiceRef) => Promise<void>,
): Promise<void> {
  return withSession(options, (session) => {
    const { context, namespace = 'default' } = session;
    return work(session, { context, namespace, name });
  });
}

/** `--node-port` is for the first port, whose number the Service tells. */
function wishOf(
  { type = 'ClusterIP', nodePort, externalName, recreate }: ExposeOptions,
  plan: ExposurePlan | undefined,
): Wish {
  const typed: Edit = { set: 'type', to: type, ...(externalName !== undefined && { externalName }) };
  const [first] = portsIn(plan);
  const numbered: readonly Edit[] =
    nodePort === undefined || !first ? [] : [{ set: 'port-changed', ...first, to: { nodePort: portNumber(nodePort) } }];
  return { edits: [typed, ...numbered], ...(recreate && { recreate }) };
}

function portsIn(plan: ExposurePlan | undefined): readonly { port: number; protocol: 'TCP' | 'UDP' | 'SCTP' }[] {
  const spec = plan?.forecast?.['spec'] as
    { readonly ports?: readonly { port: number; protocol: 'TCP' | 'UDP' | 'SCTP' }[] } | undefined; // what the rules have decoded
  return (spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol }));
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw fail('invalid', { detail: `--node-port ${text} is not a number` });
  return Number(text);
}

function print(plan: ExposurePlan, { output }: ClusterOptions): void {
  if (plan.refusal && output !== 'json') return; // which is the error then
  process.stdout.write(output === 'json' ? `${JSON.stringify(planJson(plan), undefined, 2)}\n` : planText(plan));
}

async function isWanted(plan: ExposurePlan, options: ApplyFlags): Promise<boolean> {
  if (plan.refusal) throw fail('plan-refused', { detail: plan.refusal.message });
  if (plan.way === 'nothing') return false;
  return isConfirmed(m.exposure_cli_ask({ service: `${plan.namespace}/${plan.name}` }), options);
}
