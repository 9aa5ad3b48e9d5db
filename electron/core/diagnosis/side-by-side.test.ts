import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findingTitle } from '../../../shared/diagnosis-text.ts';
import { diagnose } from './diagnose.ts';
import { clusterOf, fixtures, type Fixture } from './testing/fixtures.ts';
import { debugServices, k8sgpt, popeye } from './testing/others.ts';

const page = new URL('../../../resources/diagnosis-side-by-side.md', import.meta.url);

test('the page that sets the diagnosis beside others is up to date', () => {
  const text = sideBySide();
  if (process.env['UPDATE'] === '1') writeFileSync(page, text);
  expect(readFileSync(page, 'utf8'), 'UPDATE=1 writes it anew').toBe(text);
});

/** A table of what each says of the same fixtures, by their documented checks. */
function sideBySide(): string {
  const rows = fixtures.filter(({ client, heard }) => client === undefined && heard === undefined).map(row);
  const broken = rows.filter(({ verdict }) => verdict !== 'healthy');
  const well = rows.filter(({ verdict }) => verdict === 'healthy');
  const silent = (of: (one: Row) => readonly string[]): string =>
    `${broken.filter((one) => of(one).length === 0).length} of ${broken.length}`;
  const alarms = (of: (one: Row) => readonly string[]): string =>
    `${well.filter((one) => of(one).length > 0).length} of ${well.length}`;
  const named = (row: Row): readonly string[] => (row.verdict === 'healthy' ? [] : [row.says]);
  const columns = [(row: Row) => row.popeye, (row: Row) => row.k8sgpt, (row: Row) => row.docs, named];
  return [
    '# The diagnosis beside others',
    '',
    'The same fixtures (`electron/core/diagnosis/fixtures/`), and what is said of them by the checks that Popeye (its',
    "Service linter), k8sgpt (its Service analyzer) and Kubernetes' page Debug Services document. Popeye's notes are left",
    'out, as are the notes of Portolan about Services that are well. Written by `side-by-side.test.ts`.',
    '',
    'Read it as a list of what each looks for, not as a race: the fixtures are those that Portolan is tested with, and the',
    'other tools were not run, only their checks written down (`testing/others.ts`). The page also has questions that only',
    "somebody inside the cluster can answer; those that the cluster's objects answer are here.",
    '',
    '| | Popeye | k8sgpt | Debug Services | Portolan |',
    '| --- | --- | --- | --- | --- |',
    `| Nothing said of one that is broken | ${columns.map(silent).join(' | ')} |`,
    `| Something said of one that is well | ${columns.map(alarms).join(' | ')} |`,
    '',
    '| What is the matter | Popeye | k8sgpt | Debug Services | Portolan |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (one) =>
        `| ${[one.name, cell(one.popeye), cell(one.k8sgpt), cell(one.docs), named(one).join('') || '-'].join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

interface Row {
  readonly name: string;
  readonly verdict: string;
  readonly popeye: readonly string[];
  readonly k8sgpt: readonly string[];
  readonly docs: readonly string[];
  readonly says: string;
}

function row(fixture: Fixture): Row {
  const cluster = clusterOf(fixture);
  const service = cluster.get('Service', 'shop', fixture.service ?? 'web');
  if (!service) throw new Error(`${fixture.name} has no Service`);
  const { findings, verdict } = diagnose(cluster, { service });
  const [first] = findings;
  return {
    name: fixture.name,
    verdict,
    popeye: popeye(cluster, service),
    k8sgpt: k8sgpt(cluster, service),
    docs: debugServices(cluster, service),
    says: first ? `${first.code} ${findingTitle(first).replaceAll('|', '\\|')}` : '',
  };
}

function cell(said: readonly string[]): string {
  return said.join('; ').replaceAll('|', '\\|') || '-';
}
