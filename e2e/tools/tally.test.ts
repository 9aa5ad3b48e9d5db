import { expect, test } from 'vitest';
import { line, strict, sum, tallyOfPlaywright, tallyOfVitest } from './tally.ts';

const vitest = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};

test('vitest tests are counted, left out ones as skipped', () => {
  expect(tallyOfVitest(JSON.stringify(vitest))).toEqual({ passed: 7, failed: 0, skipped: 2 });
});

test('a vitest file that cannot be loaded is a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(tallyOfVitest(JSON.stringify({ ...vitest, success: false, testResults }))).toMatchObject({ failed: 1 });
});

test('an error outside of any vitest test is a failure', () => {
  expect(tallyOfVitest(JSON.stringify({ ...vitest, success: false }))).toMatchObject({ failed: 1 });
});

test('playwright tests are counted, flaky ones and errors outside of tests as failed', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
  expect(tallyOfPlaywright(JSON.stringify({ errors: [{}], stats }))).toEqual({ passed: 5, failed: 4, skipped: 3 });
});

test('the last line names skipped tests only where there are any', () => {
  expect(line({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(line({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('under CI what was skipped has failed', () => {
  expect(strict({ passed: 3, failed: 1, skipped: 2 })).toEqual({ passed: 3, failed: 3, skipped: 0 });
});

test('parts add up', () => {
  expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(
    sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]),
  ).toEqual({ passed: 11, failed: 22, skipped: 33 });
});
