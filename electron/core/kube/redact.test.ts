import { expect, test } from 'vitest';
import { firstLines, redact } from './redact.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';

test.each([
  [`Authorization: Bearer abc123`, 'Authorization: Bearer [hidden]'],
  [`got ${JWT} back`, 'got [hidden] back'],
  ['POST https://ann:pw@idp.example/token', 'POST https://[hidden]@idp.example/token'],
  ['--client-secret=xyz --region eu-1', '--client-secret=[hidden] --region eu-1'],
  ['{"refresh_token":"r1","scope":"x"}', '{"refresh_token":"[hidden]","scope":"x"}'],
  ['/callback?code=4aB&state=2', '/callback?code=[hidden]&state=2'],
  [`id ${'a1'.repeat(20)} refused`, 'id [hidden] refused'],
])('hides the secret in %j', (words, shown) => {
  expect(redact(words)).toBe(shown);
});

test.each([
  'Unable to locate credentials. Run: aws sso login --profile dev',
  'open /data/ann/.config/gcloud/application_default_credentials: no such file or directory',
  'error code: 254, key: none',
  'the session has expired at 2026-01-02T03:04:05Z (exit 254)',
])('leaves %j as it is', (words) => {
  expect(redact(words)).toBe(words);
});

test('firstLines keeps a few lines without colours and blank ones', () => {
  expect(firstLines('\u001b[31mError:\u001b[0m no login\r\n\n a\nb\nc\nd\ne', { lines: 3 })).toBe(
    'Error: no login\n a\nb',
  );
  expect(firstLines('x y '.repeat(500), { characters: 20 })).toHaveLength(20);
});
