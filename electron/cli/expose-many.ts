import type { Outcome } from '../../shared/model/bulk.ts';
import type { ExposurePlan } from '../../shared/model/exposure.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import { m } from '../../shared/paraglide/messages.js';
import { sumOfCosts } from '../../shared/plan-cost.ts';
import { sentence } from '../../shared/sentence.ts';
import type { Wish } from '../../shared/exposure-schema.ts';
import type { Shown } from '../core/exposure/bulk.ts';
import { isConfirmed, say, type ApplyFlags } from './confirm.ts';
import { planJson, planText } from './plan-output.ts';
import { withSession, type Session } from './session.ts';

type Outcomes = readonly Outcome<ExposurePlan>[];

/** `portolan expose svc/a svc/b …`: one preview, and after one yes an outcome each. */
export function runExposeMany(names: readonly string[], wish: Wish, options: ApplyFlags): Promise<void> {
  return withSession(options, async (session) => {
    const { bulk } = session.core;
    const plans = await bulk.plan(refsOf(names, session), wish);
    await carryOut(plans, options, (targets) => bulk.apply(targets, wish));
  });
}

/** `portolan undo svc/a svc/b`: takes the last change of each back. */
export function runUndoMany(names: readonly string[], options: ApplyFlags): Promise<void> {
  return withSession(options, async (session) => {
    const { bulk } = session.core;
    const plans = await bulk.undoPlan(refsOf(names, session));
    await carryOut(plans, options, (targets) => bulk.undo(targets));
  });
}

function refsOf(names: readonly string[], { context, namespace = 'default' }: Session): readonly ServiceRef[] {
  return [...new Set(names)].map((name) => ({ context, namespace, name }));
}

/** What is refused or can't be planned is left out and told of; the rest is asked about once. */
async function carryOut(
  plans: Outcomes,
  options: ApplyFlags,
  send: (targets: readonly Shown[]) => Promise<Outcomes>,
): Promise<void> {
  print(plans, options);
  const possible = plans.flatMap(({ ref, ...one }): Shown[] => {
    if (!one.ok || one.value.refusal || one.value.way === 'nothing') return [];
    return [{ ...ref, expected: one.value.fingerprint }];
  });
  if (plans.some((one) => !one.ok || one.value.refusal)) process.exitCode = 1;
  if (possible.length === 0 || !(await isConfirmed(m.bulk_cli_ask({ n: possible.length }), options))) return;
  tell(await send(possible), options);
}

function tell(outcomes: Outcomes, options: ApplyFlags): void {
  for (const one of outcomes) if (!one.ok) process.stderr.write(`portolan: ${nameOf(one)}: ${sentence(one.failure)}\n`);
  const done = outcomes.filter(({ ok }) => ok);
  if (done.length < outcomes.length) process.exitCode = 1;
  if (done.length > 0) say(options, m.bulk_cli_done({ n: done.length, names: done.map(nameOf).join(', ') }));
}

function print(plans: Outcomes, { output }: ApplyFlags): void {
  const costs = sumOfCosts(plans.flatMap((one) => (one.ok ? [one.value.cost] : [])));
  if (output === 'json') {
    const services = plans.map((one) => ({
      service: nameOf(one),
      ...(one.ok ? { plan: planJson(one.value) } : { failure: { ...one.failure, text: sentence(one.failure) } }),
    }));
    const cost = costs.map((sum) => ({ ...sum, before: sum.before ?? null, after: sum.after ?? null }));
    process.stdout.write(`${JSON.stringify({ services, cost }, undefined, 2)}\n`);
    return;
  }
  for (const one of plans)
    if (!one.ok) process.stderr.write(`portolan: ${nameOf(one)}: ${sentence(one.failure)}\n`);
    else if (one.value.refusal) process.stderr.write(`portolan: ${one.value.refusal.message}\n`);
    else process.stdout.write(planText(one.value));
  for (const { before, after, currency } of costs)
    process.stdout.write(`${m.bulk_cli_cost({ before: before ?? '?', after: after ?? '?', currency })}\n`);
}

const nameOf = ({ ref: { namespace, name } }: { readonly ref: ServiceRef }): string => `${namespace}/${name}`;
