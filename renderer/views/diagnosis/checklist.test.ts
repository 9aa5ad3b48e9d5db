import { expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { Diagnosis, Finding } from '../../../shared/model/diagnosis.ts';
import { checklistOf, stopOf } from './checklist.ts';

const looked = { service: 3, selector: 1, pods: 9, ports: 9, traffic: 7, exposure: 0, names: 2 };
const empty = { params: {}, proof: [], fixes: [], children: [] };
const b1: Finding = { ...empty, code: 'B1', severity: 'error', hop: 'selector' };
const g7: Finding = { ...empty, code: 'G7', severity: 'info', hop: 'names' };

function states(findings: readonly Finding[], gaps: Diagnosis['gaps'] = []): string {
  const steps = checklistOf({ findings, gaps, looked });
  return steps.map(({ letter, state }) => `${letter}:${state}`).join(' ');
}

test('what lies behind a selector that finds nothing waits for it; the rest is looked at all the same', () => {
  expect(states([b1, g7])).toBe('A:passed B:error C:waits D:waits E:passed F:idle G:info');
});

test('a station whose objects may not be read has passed nothing', () => {
  const gap = failure('forbidden', { user: 'me', verb: 'list', resource: 'networkpolicies', scope: 'shop' });
  expect(states([], [gap])).toBe('A:passed B:passed C:passed D:passed E:unread F:idle G:passed');
});

test('the route stops at the first error', () => {
  const steps = checklistOf({ findings: [b1], gaps: [], looked });
  expect(stopOf(steps)?.letter).toBe('B');
});
