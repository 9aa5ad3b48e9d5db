import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ExposurePlan, ExposurePreview } from '../../../shared/model/exposure.ts';
import { changeWords, consequencesOf, costWords, losesForGood, obstacleOf, valueWords } from './exposure-words.ts';

const plan: ExposurePlan = {
  context: 'dev',
  namespace: 'shop',
  name: 'web',
  uid: 'u',
  resourceVersion: '1',
  from: 'ClusterIP',
  to: 'NodePort',
  way: 'patch',
  steps: [],
  forecast: {},
  picked: [],
  refusal: undefined,
  changes: [],
  effects: [
    { code: 'node-ports-opened', grade: 'notes', params: { ports: '?', count: 1 } },
    { code: 'cluster-ip-lost', grade: 'breaks', params: { ip: '10.0.0.1' } },
  ],
  warnings: [
    { code: 'no-endpoints', params: {} },
    { code: 'managed-by', params: { owner: 'Helm (web)' } },
    { code: 'no-right', params: { verbs: 'patch', namespace: 'shop' } },
  ],
  cost: { before: 0, after: 0, currency: 'USD', basis: undefined },
  kubectl: [],
  freeNodePorts: [],
  fingerprint: 'f',
};
const preview: ExposurePreview = {
  now: {},
  plan: { ...plan, warnings: [] },
  server: { state: 'accepted', differences: [] },
  yaml: { before: '', after: '' },
};

it('ranks what happens, the gravest first', () => {
  expect(consequencesOf(plan).map(({ grade }) => grade)).toEqual(['block', 'breaks', 'grave', 'note', 'note']);
});

it('says why a plan cannot be applied', () => {
  expect(obstacleOf(preview)).toBeUndefined();
  expect(obstacleOf({ ...preview, plan })).toContain('You may not patch Services in shop.');
  const refusal = { code: 422, message: 'spec.ports: Required value', causes: [] };
  expect(obstacleOf({ ...preview, plan: { ...preview.plan, refusal } })).toContain('spec.ports: Required value');
  const server = { state: 'unknown', failure: failure('timeout', { server: 'https://a', seconds: 35 }) } as const;
  expect(obstacleOf({ ...preview, server })).toContain('https://a');
  expect(obstacleOf({ ...preview, plan: { ...preview.plan, way: 'nothing' } })).toBe('Nothing to change.');
});

it('knows what undo cannot bring back', () => {
  expect(losesForGood(plan)).toBe(false);
  expect(losesForGood({ ...plan, way: 'recreate' })).toBe(true);
  expect(losesForGood({ ...plan, warnings: [{ code: 'cannot-return', params: { what: '203.0.113.9' } }] })).toBe(true);
});

it('tells a price, and one that nobody knows', () => {
  const cost = { currency: 'USD', basis: undefined };
  expect(costWords({ ...cost, before: 0, after: 0 }, 'en')).toBeUndefined();
  expect(costWords({ ...cost, before: 0, after: 16.43 }, 'en')).toBe('$0.00 → $16.43 a month');
  expect(costWords({ ...cost, before: 0, after: undefined }, 'en')).toBe('$0.00 → price unknown');
  expect(costWords({ ...cost, before: undefined, after: undefined }, 'en')).toBe('price unknown');
});

it('says values and past changes in a line', () => {
  expect([undefined, 'Local', ['a', 'b'], 80].map(valueWords)).toEqual(['none', 'Local', 'a, b', '80']);
  const past = { key: '1', at: 1, state: 'done' } as const;
  const change = { ...past, what: 'exposure', fields: ['type', 'ports'] } as const;
  expect(changeWords({ ...past, what: 'deleted' })).toBe('deleted');
  expect(changeWords({ ...change, from: 'ClusterIP', to: 'NodePort' })).toBe('ClusterIP → NodePort');
  expect(changeWords({ ...change, fields: ['selector'], from: 'NodePort', to: 'NodePort' })).toBe('selector');
});
