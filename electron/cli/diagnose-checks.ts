import {
  attemptName,
  checkTitle,
  heardText,
  isPossible,
  logName,
  planText,
} from '../../shared/check-text.ts';
import { isAnswer, type CheckKind, type CheckReport } from '../../shared/model/check.ts';
import { sentence } from '../../shared/sentence.ts';
import type { CheckQuestion, Checks } from '../core/checks/checks.ts';
import type { Checked } from '../core/diagnosis/objects.ts';

/** Does the checks one after the other, saying on stderr what each will do and what was heard; gives it as facts. */
export async function runChecks(
  checks: Checks,
  kinds: readonly CheckKind[],
  question: CheckQuestion,
): Promise<Checked> {
  const { namespace, name } = question.ref;
  const plan = await checks.plan(question);
  const reports: CheckReport[] = [];
  for (const kind of kinds) {
    say(`${checkTitle(kind)}: ${planText(kind, plan)}`);
    if (!isPossible(kind, plan)) continue;
    const report = await checks.run(kind, question);
    reports.push(report);
    for (const line of reportLines(report)) say(`  ${line}`);
  }
  return { kind: 'PortolanCheck', metadata: { namespace, name }, reports };
}

function reportLines({ attempts, logs, failures }: CheckReport): readonly string[] {
  return [
    ...attempts.map((one) => `${isAnswer(one.heard) ? '✓' : '✗'} ${attemptName(one)}: ${heardText(one.heard)}`),
    ...logs.flatMap((log) => [logName(log), ...log.lines.map((line) => `  | ${line}`)]),
    ...failures.map((failure) => `! ${sentence(failure)}`),
  ];
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
