import { findingTitle } from '../../shared/diagnosis-text.ts';
import { stageTitle, stageWords } from '../../shared/exposure-text.ts';
import type { ExposureName } from '../../shared/model/exposure.ts';
import { serviceKey, type ServiceRef } from '../../shared/model/service.ts';
import { m } from '../../shared/paraglide/messages.js';
import { A_WHILE, progressOf, type StageView } from '../../shared/progress.ts';
import { ClusterFacts } from '../core/diagnosis/cluster-facts.ts';
import { diagnose } from '../core/diagnosis/diagnose.ts';
import { loadSnapshot } from '../core/diagnosis/load.ts';
import { serviceRows } from '../core/services/rows.ts';
import { say, type ApplyFlags } from './confirm.ts';
import { whenLive, type Session } from './session.ts';

/** How long the cluster may take to be looked at for a reason, in ms. */
const PATIENCE = 20_000;

/** Says how a change comes true in the cluster until it is, or after a while what is missing and why. */
export async function tellProgress(
  session: Session,
  { ref, to }: { readonly ref: ServiceRef; readonly to: ExposureName },
  options: ApplyFlags,
): Promise<void> {
  if (options.wait === false) return;
  const stages = await whenTrue(session, ref, to);
  for (const stage of stages) say(options, `  ${stageTitle(stage)}: ${stageWords(stage) || m.exposure_cli_yes()}`);
  if (stages.every(({ state }) => state === 'done')) return;
  const why = await reasonFor(session, ref).catch(() => undefined); // what was applied stays so
  if (why !== undefined) say(options, `  ${m.sheet_why({ why })}`);
}

/** The stages once all are done, or as they are after a while. */
async function whenTrue(session: Session, ref: ServiceRef, to: ExposureName): Promise<readonly StageView[]> {
  const rows = serviceRows(session.core.clusters.cluster(session.context), { namespace: ref.namespace });
  try {
    await whenLive(session, rows);
    return await new Promise((resolve) => {
      const settle = (since: number): void => {
        const stages = progressOf(rows.items.get(serviceKey(ref)), to, since);
        if (since < A_WHILE && !stages.every(({ state }) => state === 'done')) return;
        clearTimeout(late);
        stop();
        resolve(stages);
      };
      const late = setTimeout(() => settle(A_WHILE), A_WHILE);
      const stop = rows.subscribe(() => settle(0));
      settle(0);
    });
  } finally {
    rows.close();
  }
}

async function reasonFor({ core, context }: Session, { namespace, name }: ServiceRef): Promise<string | undefined> {
  const { api } = core.clusters.cluster(context);
  const signal = AbortSignal.timeout(PATIENCE);
  const facts = new ClusterFacts(await loadSnapshot({ api, namespace, now: Date.now(), signal }));
  const service = facts.get('Service', namespace, name);
  const [first] = service ? diagnose(facts, { service }).findings : [];
  return first && findingTitle(first);
}
