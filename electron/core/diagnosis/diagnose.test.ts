import { describe, expect, test } from 'vitest';
import { findingTitle } from '../../../shared/diagnosis-text.ts';
import { findingCodes, type Diagnosis, type Finding, type FindingCode } from '../../../shared/model/diagnosis.ts';
import { diagnose, diagnoseMissing } from './diagnose.ts';
import { factsOf } from './facts.ts';
import { lookedFor } from './looked.ts';
import type { Pod, Service } from './objects.ts';
import { clusterOf, fixtures, type Fixture } from './testing/fixtures.ts';

const codes = Object.keys(findingCodes) as readonly FindingCode[];

/** Codes that no fixture can have, and why. */
const elsewhere: Partial<Record<FindingCode, string>> = {
  A1: 'said of a Service that is not there: every fixture has one, so each is its neighbour',
};

/** Codes that are never first, and why. */
const following: Partial<Record<FindingCode, string>> = {
  F8: 'follows from having no ready endpoint, of which the cause is said first',
  F12: 'as F8, for the routes to it',
  G8: 'as F8, for its name',
};

describe('the diagnosis of each fixture', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    const { verdict, findings } = answer(fixture);
    const said = findings.map((one) => `${one.severity} ${one.code} ${findingTitle(one)}`).join('\n');
    expect({ code: findings[0]?.code, verdict }, said).toEqual({ code: fixture.code, verdict: fixture.verdict });
    const shown = JSON.stringify(findings[0]?.proof ?? '');
    for (const name of fixture.names ?? []) expect(shown).toContain(name);
  });

  test('covers every code, be it first or folded beneath its cause', () => {
    const covered = new Set<string>(fixtures.flatMap((fixture) => answer(fixture).findings.flatMap(codesOf)));
    expect(codes.filter((code) => !(code in elsewhere) && !covered.has(code))).toEqual([]);
  });

  test('says every code first of one, but for what only ever follows', () => {
    const first = new Set(fixtures.map(({ code }) => code));
    expect(codes.filter((code) => !(code in elsewhere) && !(code in following) && !first.has(code))).toEqual([]);
    expect(Object.keys(following).filter((code) => first.has(code))).toEqual([]);
  });

  test('has a healthy neighbour of every code', () => {
    const near = new Set(fixtures.flatMap(nearOf));
    expect(codes.filter((code) => !(code in elsewhere) && !near.has(code))).toEqual([]);
  });

  test.each(fixtures.filter(({ near }) => near !== undefined).map((fixture) => [fixture.name, fixture] as const))(
    'says of %s nothing that it is merely near to',
    (_, fixture) => {
      expect(fixture.verdict).toBe('healthy');
      const said = answer(fixture).findings.flatMap(codesOf);
      expect(nearOf(fixture).filter((code) => said.includes(code))).toEqual([]);
    },
  );

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

function nearOf({ near = [] }: Fixture): readonly FindingCode[] {
  return typeof near === 'string' ? [near] : near;
}

function codesOf({ code, children }: Finding): readonly FindingCode[] {
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
