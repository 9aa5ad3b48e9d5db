import { findingTitle, fixTitle, verdictText } from '../../../shared/diagnosis-text.ts';
import type { Diagnosis, Finding } from '../../../shared/model/diagnosis.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** A diagnosis as Markdown, for a ticket. It has names, labels, ports and messages of the API; no value of a Secret is ever read. */
export function markdownReport(
  diagnosis: Diagnosis,
  { cluster, at }: { readonly cluster: string; readonly at: Date },
): string {
  const { namespace, name, verdict, findings } = diagnosis;
  const lines = [
    `## ${m.problems_report_title({ service: `\`${namespace}/${name}\`` })}: ${verdictText(verdict)}`,
    '',
    m.problems_report_cluster({ cluster: `\`${cluster}\``, time: at.toISOString() }),
    ...(findings.length === 0 ? ['', m.problems_report_none()] : findings.flatMap((one) => findingLines(one, 3))),
  ];
  return `${lines.join('\n')}\n`;
}

function findingLines(finding: Finding, level: number): readonly string[] {
  const { code, proof, fixes, children } = finding;
  const commands = fixes.flatMap((fix) => (fix.command === undefined ? [] : ['', '```sh', fix.command, '```']));
  return [
    '',
    `${'#'.repeat(level)} ${code}: ${escaped(findingTitle(finding))}`,
    ...(proof.length > 0 ? ['', `**${m.problems_report_proof()}**`, ''] : []),
    ...proof.map(({ object, field, value }) => `- \`${object}\` ${escaped(field)} = \`${masked(value)}\``),
    ...(fixes.length > 0 ? ['', `**${m.problems_report_fixes()}**`, ''] : []),
    ...fixes.map((fix) => `- ${escaped(fixTitle(fix))}`),
    ...commands,
    ...children.flatMap((child) => findingLines(child, Math.min(level + 1, 6))),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\*_<>|[\]]/g, String.raw`\$&`);
}

const SECRET =
  /((?:pass(?:word|wd)?|token|secret|api[-_]?key|authorization)["']?\s*[=:]\s*)(?:bearer\s+)?[^\s"'`,;]+/gi;
const IN_URL = /(:\/\/[^\s:/@]+:)[^\s@/]+@/g;

/** Messages of containers may have anything in them. */
function masked(text: string): string {
  return text.replaceAll('`', "'").replaceAll(SECRET, '$1***').replaceAll(IN_URL, '$1***@');
}
