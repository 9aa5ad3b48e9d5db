import { Option, type Command } from 'commander';
import { withClusterOptions, outputOption } from './options.ts';
import { exposureNames } from '../../shared/model/exposure.ts';
import { readFile } from 'node:fs/promises';
import { fail } from '../../shared/failure.ts';
import { effectText, warningText } from '../../shared/exposure-text.ts';
import type { ExposureName } from '../../shared/model/exposure.ts';
import type { ObjectPlan, ObjectsDone, Workload } from '../../shared/model/objects.ts';
import { m } from '../../shared/paraglide/messages.js';
import { exposureIn } from '../../shared/progress.ts';
import type { ObjectWish } from '../../shared/objects-schema.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import { plainText } from '../core/kube/plain-text.ts';
import { isConfirmed, say, type ApplyFlags } from './confirm.ts';
import { parseLabels, parseNewPort } from './new-port.ts';
import { tellProgress } from './progress.ts';
import { serviceName } from './service-name.ts';
import { withSession, type Session } from './session.ts';

/** Adds `portolan create`. */
export function addCreate(portolan: Command): void {
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
    .option('--no-wait', 'do not wait until it is true in the cluster')
    .addOption(outputOption())
    .action(runCreate);
}

/** Adds `portolan delete`. */
export function addDelete(portolan: Command): void {
  withClusterOptions(portolan.command('delete').argument('<service>', 'svc/NAME'))
    .description('delete a Service: prints who depends on it, and does it after a yes')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(outputOption())
    .action(runDelete);
}

export interface CreateOptions extends ApplyFlags {
  readonly type?: ExposureName;
  readonly port?: readonly string[];
  readonly selector?: string;
  readonly externalName?: string;
  readonly endpoint?: readonly string[];
  readonly filename?: string;
}

/** `portolan create svc/NAME …`, or from a file. */
async function runCreate(target: string | undefined, options: CreateOptions): Promise<void> {
  const { filename, type = 'ClusterIP', port = [], selector, externalName, endpoint } = options;
  if (target === undefined && filename === undefined)
    throw fail('invalid', { detail: 'svc/NAME or -f FILE is missing' });
  const wish: ObjectWish =
    filename === undefined
      ? {
          do: 'create',
          service: {
            name: serviceName(target ?? ''),
            type,
            ports: port.map(parseNewPort),
            selector: selector === undefined ? {} : parseLabels(selector),
            ...(externalName !== undefined && { externalName }),
            ...(endpoint && { addresses: endpoint }),
          },
        }
      : { do: 'create-from-text', text: await readText(filename) };
  await withSession(options, (session) => carryOut(session, wish, options));
}

/** `portolan expose deploy/NAME …`: a new Service for a workload's Pods. */
export async function runExposeWorkload(
  workload: Workload,
  options: Omit<CreateOptions, 'filename'> & { readonly name?: string },
): Promise<void> {
  const { type, port, name } = options;
  await withSession(options, async (session) => {
    const proposed = await session.core.objectChanges.propose(placeOf(session), workload);
    const service = {
      ...proposed,
      ...(name !== undefined && { name }),
      ...(type && { type }),
      ...(port && { ports: port.map(parseNewPort) }),
    };
    await carryOut(session, { do: 'create', service }, options);
  });
}

/** `portolan delete svc/NAME`: says who depends on it first. */
async function runDelete(target: string, options: ApplyFlags): Promise<void> {
  await withSession(options, (session) => carryOut(session, { do: 'delete', name: serviceName(target) }, options));
}

/** Takes back a creation or a deletion. */
export async function undoObjects({ core }: Session, ref: ServiceRef, options: ApplyFlags): Promise<void> {
  const plan = await core.objectChanges.undoPlan(ref);
  if (!(await isWanted(plan, options))) return;
  const done = await core.objectChanges.undo(ref, { expected: plan.fingerprint });
  say(options, heldText(done) ?? m.exposure_cli_undone({ service: `${ref.namespace}/${ref.name}` }));
}

const KINDS: Readonly<Record<string, Workload['kind']>> = {
  deploy: 'Deployment',
  deployment: 'Deployment',
  deployments: 'Deployment',
  sts: 'StatefulSet',
  statefulset: 'StatefulSet',
  statefulsets: 'StatefulSet',
  ds: 'DaemonSet',
  daemonset: 'DaemonSet',
  daemonsets: 'DaemonSet',
  po: 'Pod',
  pod: 'Pod',
  pods: 'Pod',
};

/** `deploy/NAME` and its like; undefined for what is no workload. */
export function workloadIn(target: string): Workload | undefined {
  const [short = '', name = '', ...rest] = target.split('/');
  const kind = KINDS[short];
  return kind && name !== '' && rest.length === 0 ? { kind, name } : undefined;
}

async function carryOut(session: Session, wish: ObjectWish, options: ApplyFlags): Promise<void> {
  const place = placeOf(session);
  const { objectChanges } = session.core;
  const plan = await objectChanges.plan(place, wish);
  if (!(await isWanted(plan, options))) return;
  const done = await objectChanges.apply(place, wish, { expected: plan.fingerprint });
  const { namespace, name } = plan;
  const words = { service: `${namespace}/${name}`, name, namespace };
  say(options, heldText(done) ?? (wish.do === 'delete' ? m.create_cli_deleted(words) : m.create_cli_created(words)));
  const to = exposureIn(plan.steps);
  if (wish.do !== 'delete' && to) await tellProgress(session, { ref: { ...place, name }, to }, options);
}

function heldText({ plan: { namespace, name }, held }: ObjectsDone): string | undefined {
  if (held.length === 0) return undefined;
  return m.create_held({ service: `${namespace}/${name}`, finalizers: held.join(', ') });
}

async function isWanted(plan: ObjectPlan, options: ApplyFlags): Promise<boolean> {
  const { refusal, namespace, name } = plan;
  const isJson = options.output === 'json';
  if (isJson) process.stdout.write(`${JSON.stringify(planJson(plan), undefined, 2)}\n`);
  else if (!refusal) process.stdout.write(planText(plan));
  if (refusal) throw fail('plan-refused', { detail: refusal.message });
  return isConfirmed(m.exposure_cli_ask({ service: `${namespace}/${name}` }), options);
}

function planJson({ steps, refusal, effects, warnings, cost, kubectl }: ObjectPlan) {
  return {
    steps: steps.map(({ do: what, object }) => ({ do: what, object })),
    ...(refusal && { refusal }),
    effects: effects.map((effect) => ({ code: effect.code, grade: effect.grade, text: effectText(effect) })),
    warnings: warnings.map((warning) => ({ code: warning.code, text: warningText(warning) })),
    cost: { ...cost, before: cost.before ?? null, after: cost.after ?? null },
    kubectl: kubectl.join('\n'),
  };
}

function planText({ steps, yaml, effects, warnings, cost, kubectl }: ObjectPlan): string {
  const isDeletion = steps.every((step) => step.do === 'delete');
  const { before, after, currency } = cost;
  const isFree = before === 0 && after === 0;
  const lines = [
    ...(isDeletion ? [] : [yaml.trimEnd()]),
    ...effects.map((effect) => ` ${effect.grade === 'breaks' ? 'x' : 'i'} ${effectText(effect)}`),
    ...warnings.map((warning) => ` ! ${warningText(warning)}`),
    ...(isFree ? [] : [m.exposure_cli_cost({ before: before ?? '?', after: after ?? '?', currency })]),
    ...kubectl,
    '',
  ];
  return plainText(lines.join('\n'));
}

function placeOf({ context, namespace = 'default' }: Session) {
  return { context, namespace };
}

async function readText(file: string): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8');
  } catch (error) {
    throw fail('invalid', { detail: error instanceof Error ? error.message : file });
  }
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
