import { expect, test } from 'vitest';
import { ranInPlaywright, ranInVitest, verdict } from './verdict.ts';

const vitest = (...assertionResults: readonly object[]): string =>
  JSON.stringify({ testResults: [{ status: 'failed', message: 'SyntaxError', assertionResults }] });
const playwright = (errors: readonly object[], ...results: readonly object[]): string =>
  JSON.stringify({ errors, suites: [{ suites: [{ specs: [{ tests: [{ results }] }] }] }] });

const passed = { status: 'passed', failureMessages: [], errors: [] };
const skipped = { ...passed, status: 'skipped' };
const asserted = {
  status: 'failed',
  failureMessages: ['AssertionError: expected 200 to be 403'],
  errors: [{ message: 'Error: expect(received).toBe(expected)' }],
};
const crashed = {
  status: 'failed',
  failureMessages: ['TypeError: x is undefined'],
  errors: [{ message: 'Test timeout of 60000ms exceeded.' }],
};

test.each([
  ['red', [passed, asserted, crashed]],
  ['green', [passed, skipped]],
  ['no proof', [passed, crashed]],
  ['no test', [skipped]],
] as const)('%s is told from what ran, in both reports', (wanted, tests) => {
  expect(verdict(ranInVitest(vitest(...tests)))).toBe(wanted);
  expect(verdict(ranInPlaywright(playwright([], ...tests)))).toBe(wanted);
});

test('a poll that ends in vain is an assertion', () => {
  const failureMessages = ['Error: expected 1 to be 3\n    at Proxy.__VITEST_POLL_CHAIN__ (index.js:1:1)'];
  expect(verdict(ranInVitest(vitest({ status: 'failed', failureMessages })))).toBe('red');
});

test('a file that cannot be loaded, and a run that cannot start, prove nothing', () => {
  expect(verdict(ranInVitest(vitest()))).toBe('no proof');
  expect(verdict(ranInPlaywright(playwright([{ message: 'expect( was not built' }])))).toBe('no proof');
});
