import { findingDetail, findingDocs, findingTitle, fixTitle, verdictText } from '../../shared/diagnosis-text.ts';
import type { Diagnosis, Finding, Fix } from '../../shared/model/diagnosis.ts';
import { m } from '../../shared/paraglide/messages.js';
import { shell } from '../../shared/shell.ts';

/** `diagnose -o json`: what scripts read. */
export function diagnosisJson({ namespace, name, verdict, findings, gaps }: Diagnosis) {
  return {
    service: { namespace, name },
    verdict,
    findings: findings.map(findingJson),
    ...(gaps.length > 0 && { gaps }),
  };
}

interface FindingJson {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly detail: string;
  readonly hop: string;
  readonly proof: Finding['proof'];
  readonly fixes: readonly object[];
  readonly children: readonly FindingJson[];
  readonly docs: string;
}

function findingJson(finding: Finding): FindingJson {
  const { code, severity, hop, proof, fixes, children } = finding;
  return {
    code,
    severity,
    title: findingTitle(finding),
    detail: findingDetail(finding),
    hop,
    proof,
    fixes: fixes.map((fix) => ({
      title: fixTitle(fix),
      kind: fix.kind,
      ...(fix.patch && { patch: fix.patch }),
      ...(fix.command !== undefined && { command: fix.command }),
    })),
    children: children.map(findingJson),
    docs: findingDocs(finding),
  };
}

const signs = { error: '✗', warning: '!', info: 'i' } as const;

/** `diagnose` for people: the verdict, each finding with what proves it, and what to do. */
export function diagnosisText({ namespace, name, verdict, findings }: Diagnosis): string {
  const lines =
    findings.length === 0 ? [`  ${m.diagnosis_no_findings()}`] : findings.flatMap((one) => findingLines(one, '  '));
  return `${[`${namespace}/${name}: ${verdictText(verdict)}`, ...lines].join('\n')}\n`;
}

function findingLines(finding: Finding, indent: string): readonly string[] {
  const { code, severity, proof, fixes, children } = finding;
  return [
    `${indent}${signs[severity]} ${code} ${findingTitle(finding)}`,
    ...proof.map(({ object, field, value }) => `${indent}    ${object} ${field} = ${value}`),
    ...fixes.flatMap((fix) => fixLines(fix).map((line) => `${indent}  ${line}`)),
    ...children.flatMap((child) => findingLines(child, `${indent}  `)),
  ];
}

function fixLines(fix: Fix): readonly string[] {
  const command = fix.patch ? patchCommand(fix.patch) : fix.command;
  return [`→ ${fixTitle(fix)}`, ...(command === undefined ? [] : [`    ${command}`])];
}

function patchCommand({ object: { kind, namespace, name }, body }: NonNullable<Fix['patch']>): string {
  return shell`kubectl patch ${kind.toLowerCase()} ${name} -n ${namespace} --type merge -p ${JSON.stringify(body)}`;
}
