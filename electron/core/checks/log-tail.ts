import { AppError, toFailure, type Failure } from '../../../shared/failure.ts';
import type { LogTail } from '../../../shared/model/check.ts';
import type { Facts } from '../diagnosis/facts.ts';
import { plainLine } from '../terminal/log-text.ts';
import type { Asking } from './connect.ts';
import { LOG_LINES, logTargets } from './plan.ts';

/** More of one line tells nothing. */
const LONGEST = 500;
const MOST = 64 * 1024;

/** Reads what the containers that crash have written last. */
export async function readLogs(
  facts: Facts,
  asking: Asking,
): Promise<{ readonly logs: readonly LogTail[]; readonly failures: readonly Failure[] }> {
  const logs: LogTail[] = [];
  const failures: Failure[] = [];
  for (const target of logTargets(facts)) {
    try {
      logs.push({ ...target, lines: await tail(facts.namespace, target, asking) });
    } catch (error) {
      asking.signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      failures.push(toFailure(error));
    }
  }
  return { logs, failures };
}

async function tail(
  namespace: string,
  { pod, container, previous }: Omit<LogTail, 'lines'>,
  { api, signal }: Asking,
): Promise<readonly string[]> {
  const query = new URLSearchParams({
    container,
    tailLines: String(LOG_LINES),
    ...(previous && { previous: 'true' }),
  });
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.toString()}`;
  let text = '';
  for await (const chunk of api.bytes({ path, verb: 'get', resource: 'pods/log', namespace, signal }))
    text = (text + chunk.toString('utf8')).slice(-MOST);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => plainLine(line.slice(0, LONGEST)));
}
