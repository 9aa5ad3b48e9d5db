import { afterEach, expect, it } from 'vitest';
import { balanceNames, policyNames } from '../../../shared/model/balance.ts';
import { overwriteGetLocale } from '../../../shared/paraglide/runtime.js';
import { forwardView } from '../service/testing/samples.ts';
import { balanceWord, policyText, policyWord } from './balance-words.ts';

afterEach(() => overwriteGetLocale(() => 'en'));

it.each([
  ['round-robin', 'round robin (rr)'],
  ['least-connections', 'least connections (lc)'],
  ['two-choices', 'less busy of two'],
  ['cluster', 'as the cluster does'],
] as const)('calls %s %s', (policy, word) => {
  expect(policyWord(policy)).toBe(word);
});

it.each(['en', 'ko'] as const)('has for each policy its own word and line in %s', (locale) => {
  overwriteGetLocale(() => locale);
  expect(new Set(policyNames.map(policyWord)).size).toBe(policyNames.length);
  expect(new Set(policyNames.map((policy) => policyText({ policy }))).size).toBe(policyNames.length);
});

it('says what automatic means where it is chosen', () => {
  const { spec } = forwardView();
  expect(balanceWord('automatic', forwardView())).toBe('automatic: round robin (rr)');
  expect(balanceWord('automatic', forwardView({ spec: { ...spec, balance: 'first' } }))).toBe('automatic');
  expect(balanceNames.map((name) => balanceWord(name, forwardView()))).toContain('never queue (nq)');
});

it.each([
  [{ mode: 'nftables' }, 'nftables mode'],
  [
    { mode: 'ipvs', scheduler: 'lc' },
    "in ipvs mode with lc, and with the Service's session affinity. Each new connection goes to the endpoint with the fewest",
  ],
  [{ mode: 'ipvs', scheduler: 'lblc' }, 'uses ipvs with lblc, which cannot be imitated'],
])('says what the cluster does with %j', (kubeProxy, text) => {
  expect(policyText({ policy: 'cluster', kubeProxy })).toContain(text);
});
