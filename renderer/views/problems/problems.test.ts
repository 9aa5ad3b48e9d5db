import { expect, test } from 'vitest';
import type { Diagnosis, Finding, FindingCode, Severity } from '../../../shared/model/diagnosis.ts';
import { findingCodes } from '../../../shared/model/diagnosis.ts';
import { causeTitle } from '../diagnosis/cause-title.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { causeCount, filterProblems, groupProblems, problemsOf } from './problems.ts';

const looked = { service: 1, selector: 1, pods: 1, ports: 1, traffic: 1, exposure: 1, names: 1 };

function finding(code: FindingCode, severity: Severity): Finding {
  return { code, severity, hop: findingCodes[code].hop, params: {}, proof: [], fixes: [], children: [] };
}

function diagnosis(name: string, ...findings: readonly Finding[]): Diagnosis {
  return { key: `dev/shop/${name}`, namespace: 'shop', name, verdict: 'broken', findings, gaps: [], looked };
}

const problems = problemsOf('dev', [
  diagnosis('api', finding('C6', 'warning'), finding('G7', 'info')),
  diagnosis('web', finding('C6', 'error')),
  diagnosis('mail', finding('B1', 'error')),
  diagnosis('news', finding('C6', 'error')),
]);

test('one cause is one group, the gravest and earliest on the way first', () => {
  const groups = groupProblems(problems, 'cause').map(({ key, problems: found }) => [
    key,
    found.map(({ name }) => name),
  ]);
  expect(groups).toEqual([
    ['error B1', ['mail']],
    ['error C6', ['news', 'web']],
    ['warning C6', ['api']],
    ['info G7', ['api']],
  ]);
});

test('notes are no problem, and a cause counts once however many it hits', () => {
  expect(causeCount(problems)).toBe(3);
});

test('a filter wants every one of its words', () => {
  const found = filterProblems(
    problems,
    'C6  SHOP/web',
    ({ namespace, name, finding: { code } }) => `${code} ${namespace}/${name}`,
  );
  expect(found.map(({ name }) => name)).toEqual(['web']);
  expect(filterProblems(problems, ' ', () => '')).toBe(problems);
});

test('by namespace, a namespace is as grave as its gravest problem', () => {
  expect(groupProblems(problems, 'namespace').map(({ key, severity }) => [key, severity])).toEqual([
    ['dev/shop', 'error'],
  ]);
});

test('counts one in the singular', () => {
  const counted = [1, 2].flatMap((causes) => [1, 2].map((services) => m.problems_counts({ causes, services })));
  expect(counted).toEqual(['1 cause, 1 Service', '1 cause, 2 Services', '2 causes, 1 Service', '2 causes, 2 Services']);
  const unread = [1, 2].map((n) => m.problems_not_read({ n, cluster: 'dev', what: 'nodes' }));
  expect(unread).toEqual(['1 kind not read in dev: nodes', '2 kinds not read in dev: nodes']);
});

test('says of a policy that lets some in something else than of one that blocks', () => {
  const titles = (['error', 'info'] as const).map((severity) => causeTitle(finding('E3', severity)));
  expect(titles).toEqual(['NetworkPolicy blocks', 'NetworkPolicy lets only some in']);
});
