import { describe, expect, test } from 'vitest';
import { findingTitle } from '../../../shared/diagnosis-text.ts';
import { findingCodes, type Diagnosis, type Finding } from '../../../shared/model/diagnosis.ts';
import { diagnose, diagnoseMissing } from './diagnose.ts';
import { factsOf } from './facts.ts';
import { lookedFor } from './looked.ts';
import type { Pod, Service } from './objects.ts';
import { clusterOf, fixtures, type Fixture } from './testing/fixtures.ts';

describe('the diagnosis of each fixture', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    const { verdict, findings } = answer(fixture);
    const said = findings.map((one) => `${one.severity} ${one.code} ${findingTitle(one)}`).join('\n');
    expect({ code: findings[0]?.code, verdict }, said).toEqual({ code: fixture.code, verdict: fixture.verdict });
    const shown = JSON.stringify(findings[0]?.proof ?? '');
    for (const name of fixture.names ?? []) expect(shown).toContain(name);
  });

  test('covers every code, be it first or folded beneath its cause', () => {
    const covered = new Set(fixtures.flatMap((fixture) => answer(fixture).findings.flatMap(codesOf)));
    // A1 is the answer for a Service that isn't there.
    expect(Object.keys(findingCodes).filter((code) => code !== 'A1' && !covered.has(code))).toEqual([]);
  });

  test('finds only what it has counted among what it looked for', () => {
    for (const fixture of fixtures) {
      const asked = new Set<string>(lookedFor(factsOf(clusterOf(fixture), serviceOf(fixture), clientOf(fixture))));
      const found = answer(fixture).findings.flatMap(codesOf);
      const uncounted = found.filter((code) => !asked.has(code) && !/^[RU]/.test(code));
      expect(uncounted, fixture.name).toEqual([]);
    }
  });

  test('has an error neither for a healthy fixture nor without proof', () => {
    for (const fixture of fixtures) {
      const { findings, verdict } = answer(fixture);
      if (verdict === 'healthy') expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      for (const { proof } of findings) expect(proof.length, fixture.name).toBeGreaterThan(0);
    }
  });

  test('names the namespace that has a Service of that name', () => {
    const cluster = clusterOf({ name: '', verdict: 'healthy' });
    const { findings } = diagnoseMissing(cluster, { namespace: 'shop-dev', name: 'web' });
    expect(findings.map(findingTitle)).toEqual(['There is no Service web in shop-dev; there is one in shop.']);
  });
});

function codesOf({ code, children }: Finding): readonly string[] {
  return [code, ...children.flatMap(codesOf)];
}

function serviceOf(fixture: Fixture): Service {
  const service = clusterOf(fixture).get('Service', 'shop', fixture.service ?? 'web');
  if (!service) throw new Error('the fixture has no Service');
  return service;
}

function clientOf(fixture: Fixture): Pod | undefined {
  const [namespace = '', pod = ''] = (fixture.client ?? '').split('/');
  return clusterOf(fixture).get('Pod', namespace, pod);
}

function answer(fixture: Fixture): Diagnosis {
  const client = clientOf(fixture);
  return diagnose(clusterOf(fixture), { service: serviceOf(fixture), ...(client && { client }) });
}
