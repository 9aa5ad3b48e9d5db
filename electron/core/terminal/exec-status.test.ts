import { expect, test } from 'vitest';
import { execEnd } from './exec-status.ts';

test.each([
  [{ status: 'Success' }, { t: 'exit', code: 0 }],
  [
    { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '7' }] } },
    { t: 'exit', code: 7 },
  ],
  [
    { status: 'Failure', message: 'Internal error occurred: ... exit status 9' },
    { t: 'exit', code: 9 },
  ],
  [
    { status: 'Failure', message: 'exec: "sh": executable file not found in $PATH: unknown' },
    { t: 'missing', detail: 'exec: "sh": executable file not found in $PATH: unknown' },
  ],
  [
    { status: 'Failure', message: 'container not running' },
    { t: 'error', detail: 'container not running' },
  ],
])('%j', (status, end) => {
  expect(execEnd(JSON.stringify(status))).toEqual(end);
});

test('a message in pieces is none yet', () => {
  expect(execEnd('{"status":"Fail')).toBeUndefined();
});
