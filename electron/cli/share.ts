import type { Command } from 'commander';
import { effectText, warningText } from '../../shared/exposure-text.ts';
import { fail } from '../../shared/failure.ts';
import { warningCodes } from '../../shared/model/exposure.ts';
import { shareNotes, type SharePlan, type ShareRule } from '../../shared/model/share.ts';
import { m } from '../../shared/paraglide/messages.js';
import { sentence } from '../../shared/sentence.ts';
import type { ShareWish } from '../../shared/share-schema.ts';
import { leftOutText, shareNoteText } from '../../shared/share-text.ts';
import { isConfirmed, say, type ApplyFlags } from './confirm.ts';
import { withClusterOptions, allNamespacesOption, outputOption } from './options.ts';
import { planJson } from './plan-output.ts';
import { serviceName } from './service-name.ts';
import { withSession, type Session } from './session.ts';
import { parseShareRule } from './share-rule.ts';

/** Adds `portolan share`. */
export function addShare(portolan: Command): void {
  withClusterOptions(portolan.command('share').argument('[service...]', 'svc/NAME (default: all that could)'))
    .description('put Services behind one Ingress or Gateway in place of a load balancer each: prints the plan first')
    .addOption(allNamespacesOption())
    .option('--entry <key>', 'ingress/CLASS or gateway/NAMESPACE/NAME (default: a Gateway, or the default class)')
    .option('--name <name>', 'of the objects that are made (default: shared)')
    .option('--domain <domain>', 'the domain that hosts are proposed in (default: that of other Ingresses)')
    .option('--rule <rule...>', 'SERVICE[:PORT]=HOST[/PATH], in place of those proposed')
    .option('--tls <secret>', 'the Secret with the certificate')
    .option('--keep', 'leave the load balancers for now')
    .option('--dry-run', 'print the plan only')
    .option('--yes', 'do not ask')
    .addOption(outputOption())
    .action(runShare);
}

interface ShareOptions extends ApplyFlags {
  readonly entry?: string;
  readonly name?: string;
  readonly domain?: string;
  readonly rule?: readonly string[];
  readonly tls?: string;
  readonly keep?: boolean;
}

/** `portolan share [svc/a svc/b …]`: prints the plan, and applies it after a yes. */
async function runShare(targets: readonly string[], options: ShareOptions): Promise<void> {
  await withSession(options, async (session) => {
    const { sharedEntries } = session.core;
    const wish = await wishOf(targets, options, session);
    const plan = await sharedEntries.plan(session.context, wish);
    print(plan, options);
    const block = plan.notes.find(({ code }) => shareNotes[code] === 'block');
    if (block) throw fail('plan-blocked', { service: plan.name, why: shareNoteText(block) });
    const count = { objects: plan.objects.length, services: plan.services.length };
    if (!(await isConfirmed(m.share_cli_ask(count), options))) return;
    const { outcomes } = await sharedEntries.apply(session.context, wish, { expected: plan.fingerprint });
    for (const one of outcomes) if (!one.ok) complain(`${one.ref.namespace}/${one.ref.name}`, sentence(one.failure));
    const objects = plan.objects.map(shownObject).join(', ');
    say(options, m.share_cli_done({ objects, name: plan.name, namespace: namespaceIn(plan) }));
  });
}

/** `portolan undo share/NAME`. */
export async function undoShare(name: string, options: ApplyFlags): Promise<void> {
  await withSession(options, async ({ core, context, namespace = 'default' }) => {
    if (!(await isConfirmed(m.exposure_cli_ask({ service: `share/${name}` }), options))) return;
    const outcomes = await core.sharedEntries.undo({ context, namespace, name });
    const failed = outcomes.flatMap((one) => (one.ok ? [] : [one]));
    for (const { ref, failure } of failed) complain(`${ref.namespace}/${ref.name}`, sentence(failure));
    if (failed.length === 0) say(options, m.share_cli_undone({ services: outcomes.length }));
  });
}

/** The name in `share/NAME`; undefined for what is none. */
export function sharedName(target: string): string | undefined {
  return /^share\/([^/]+)$/.exec(target)?.[1];
}

function complain(service: string, text: string): void {
  process.stderr.write(`portolan: ${service}: ${text}\n`);
  process.exitCode = 1;
}

async function wishOf(targets: readonly string[], options: ShareOptions, session: Session): Promise<ShareWish> {
  const { core, context, namespace } = session;
  const { entry, name, domain, rule, tls, keep } = options;
  const own = namespace ?? 'default';
  const services =
    targets.length > 0
      ? targets.map((target) => ({ namespace: own, name: serviceName(target) }))
      : await core.sharedEntries.candidates(context, namespace);
  if (services.length === 0)
    throw fail('invalid', { detail: 'no svc/NAME, and no load balancer here that could share' });
  const common = {
    services: services.map((one) => ({ namespace: one.namespace, name: one.name })),
    ...(entry !== undefined && { entry }),
    ...(name !== undefined && { name }),
    ...(domain !== undefined && { domain }),
    ...(tls !== undefined && { tlsSecret: tls }),
    ...(keep && { keep }),
  };
  if (!rule) return common;
  // A rule without a port goes to the one that would be proposed.
  const { rules } = await core.sharedEntries.plan(context, common);
  return { ...common, rules: rule.map((text) => parseShareRule(text, own, rules)) };
}

function print(plan: SharePlan, { output }: ApplyFlags): void {
  process.stdout.write(output === 'json' ? `${JSON.stringify(jsonOf(plan), undefined, 2)}\n` : textOf(plan));
}

function jsonOf({ entry, entries, rules, left, objects, services, notes, cost, kubectl }: SharePlan) {
  return {
    entry: entry?.key ?? null,
    entries: entries.map(({ key }) => key),
    rules,
    left: left.map((one) => ({ ...one, text: leftOutText(one.why) })),
    objects,
    services: services.map((plan) => ({ service: `${plan.namespace}/${plan.name}`, plan: planJson(plan) })),
    notes: notes.map((note) => ({ code: note.code, grade: shareNotes[note.code], text: shareNoteText(note) })),
    cost: { ...cost, before: cost.before ?? null, after: cost.after ?? null },
    kubectl: kubectl.join('\n'),
  };
}

const MARKS = { block: 'x', breaks: 'x', grave: '!', note: 'i' } as const;

function textOf(plan: SharePlan): string {
  const { before, after, currency, basis } = plan.cost;
  const cost = m.exposure_cli_cost({ before: before ?? '?', after: after ?? '?', currency });
  return [
    ...plan.left.map(({ namespace, name, why }) =>
      m.share_cli_left({ service: `${namespace}/${name}`, why: leftOutText(why) }),
    ),
    ...plan.rules.map((rule) => `${whereOf(rule)} -> ${rule.namespace}/${rule.name}:${rule.port}`),
    ...plan.services.flatMap(serviceLines),
    ...plan.notes.map((note) => ` ${MARKS[shareNotes[note.code]]} ${shareNoteText(note)}`),
    basis === undefined ? cost : `${cost} (${basis})`,
    ...plan.kubectl,
    '',
  ].join('\n');
}

function serviceLines({ namespace, name, from, to, effects, warnings }: SharePlan['services'][number]): string[] {
  return [
    m.share_cli_changes({ service: `${namespace}/${name}`, from, to }),
    ...effects.filter(({ grade }) => grade === 'breaks').map((effect) => ` x ${effectText(effect)}`),
    ...warnings.filter(({ code }) => warningCodes[code] !== 'mild').map((warning) => ` ! ${warningText(warning)}`),
  ];
}

const whereOf = ({ host, path }: ShareRule): string => `${host || '*'}${path}`;

function shownObject(object: SharePlan['objects'][number]): string {
  const { name, namespace } = object['metadata'] as { readonly name: string; readonly namespace: string }; // of the planner's own
  return `${String(object['kind'])} ${namespace}/${name}`;
}

/** Under which the way back is found. */
function namespaceIn({ rules }: SharePlan): string {
  return rules[0]?.namespace ?? 'default';
}
