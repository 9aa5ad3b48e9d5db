import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../shared/model/diagnosis.ts';
import { diagnose } from './diagnose.ts';
import { clusterOf, type Fixture } from './testing/fixtures.ts';
import { healthyServices } from './testing/healthy-services.ts';
import { mutantsOf } from './testing/mutants.ts';

/** Below this share of mutants whose broken field is not named first, the diagnosis is no help. */
const WANTED = 0.95;

describe('one thing broken at a time', () => {
  const mutants = healthyServices.flatMap(mutantsOf);

  test('finds nothing wrong with the twelve that are well', () => {
    expect(healthyServices).toHaveLength(12);
    for (const fixture of healthyServices) {
      expect(
        findingsOf(fixture).filter(({ severity }) => severity !== 'info'),
        fixture.name,
      ).toEqual([]);
    }
  });

  test('names the broken field first', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(300);
    const missed = mutants.flatMap(({ name, fixture, fields }) => {
      const [first] = findingsOf(fixture);
      const named = first?.proof.some(({ field }) => fields.some((one) => field.startsWith(one))) ?? false;
      return named
        ? []
        : [`${name}: ${first?.code ?? 'nothing'} ${JSON.stringify(first?.proof.map(({ field }) => field))}`];
    });
    const share = 1 - missed.length / mutants.length;
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(WANTED);
  });
});

function findingsOf(fixture: Fixture): readonly Finding[] {
  const cluster = clusterOf(fixture);
  const service = cluster.get('Service', 'shop', fixture.service ?? 'web');
  if (!service) throw new Error(`${fixture.name} has no Service`);
  return diagnose(cluster, { service }).findings;
}
