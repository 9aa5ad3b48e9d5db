import { expect, test } from 'vitest';
import { secretsIn, without } from './secrets-sent.ts';

const basic = Buffer.from('ann:pa:ss word').toString('base64');

test.each([
  ['a token', { Authorization: 'Bearer t0ken' }, undefined, ['t0ken']],
  ['a password, also as it was sent', { Authorization: `Basic ${basic}` }, undefined, [basic, 'pa:ss word']],
  [
    'a sign-in form',
    {},
    'grant_type=refresh_token&refresh_token=r%2B1aa&client_id=me&client_secret=s3cret',
    ['r+1aa', 's3cret'],
  ],
  ['nothing of a request without any', {}, '{"a":1}', []],
])('knows %s', (_, headers, body, secrets) => {
  expect(secretsIn(headers, body)).toEqual(secrets);
});

test('takes each of them out of a text', () => {
  expect(without(['t0ken', 'pw12'], 'no t0ken for pw12, t0ken')).toBe('no [hidden] for [hidden], [hidden]');
});
