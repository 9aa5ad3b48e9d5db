import type { Attempt, CheckReport, LogTail } from '../../../../shared/model/check.ts';
import type { Facts } from '../facts.ts';

/** What was heard longer ago, in ms, says nothing of now. */
const FRESH = 10 * 60_000;

/** The fresh results of the checks that a person has asked for. */
function reportsOf({ cluster, namespace, name }: Facts): readonly CheckReport[] {
  const checked = cluster.get('PortolanCheck', namespace, name);
  return checked ? checked.reports.filter(({ at }) => cluster.now - at < FRESH) : [];
}

/** What was heard of the Service, and of those of its Pods that are still there. */
export function attemptsOf(facts: Facts): readonly Attempt[] {
  const attempts = reportsOf(facts).flatMap((report) => report.attempts);
  if (attempts.length === 0) return [];
  const there = new Set(facts.ports.flatMap(({ endpoints }) => endpoints.map(({ pod }) => pod)));
  return attempts.filter(({ to, subject }) => to !== 'pod' || there.has(subject));
}

export function logsOf(facts: Facts): readonly LogTail[] {
  return reportsOf(facts).flatMap(({ logs }) => logs);
}

/** Whether connections get nowhere, for another reason than that they are refused. */
export function isLost({ heard }: Attempt): boolean {
  return heard.t === 'timeout' || heard.t === 'failed';
}
