import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redact } from './redact.ts';

const SECRET = 'hunter2-Zm9vYmFyYmF6';

it.each([
  `Authorization: Bearer ${SECRET}`,
  `{"token":"${SECRET}"}`,
  `--token=${SECRET} --server=https://dev`,
  `password: ${SECRET}`,
  `client-key-data: ${SECRET}`,
  `https://ann:${SECRET}@proxy:3128/`,
  `http://127.0.0.1:4000/?key=${SECRET}`,
  `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----\n${SECRET}`,
  `sha256~${SECRET}aaaaaaaa`,
])('takes the credential out of %j', (text) => {
  expect(redact(text)).not.toContain('hunter2');
});

it('takes out a JSON Web Token wherever it stands', () => {
  const part = fc.stringMatching(/^[\w-]{8,40}$/);
  fc.assert(
    fc.property(fc.string(), part, part, (before, head, body) => {
      const token = `eyJ${head}.${body}.${body}`;
      expect(redact(`${before} ${token} after`)).not.toContain(token);
    }),
  );
});

it('takes long lines in its stride', () => {
  for (const unit of ['x', 'a.b-', 'eyJ', 'http://', 'token='])
    expect(redact(unit.repeat(100_000)).length).toBeGreaterThan(0);
});

it.each([
  'dev: connecting -> live',
  'shop/web :8080 listening -> holding: none-ready {"service":"shop/web","total":2}',
  'unreachable {"server":"https://dev.example:6443","detail":"ECONNREFUSED"}',
])('leaves %j as it is', (text) => {
  expect(redact(text)).toBe(text);
});
