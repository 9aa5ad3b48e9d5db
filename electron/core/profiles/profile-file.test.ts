import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError, failure } from '../../../shared/failure.ts';
import { formatProfile, parseProfile } from './profile-file.ts';

const head = 'portolan: profile/v1\nname: shop\nforwards:\n';
const good = `${head}  - { context: kind, namespace: shop, service: web, port: 80, localPort: 8080, balance: random }\n`;

function refusal(text: string): unknown {
  try {
    return parseProfile(text);
  } catch (error) {
    return error instanceof AppError ? error.failure : error;
  }
}

test('a file is read, as YAML and as JSON', () => {
  const profile = {
    name: 'shop',
    forwards: [{ context: 'kind', namespace: 'shop', name: 'web', port: 80, localPort: 8080, balance: 'random' }],
  };
  expect(parseProfile(good)).toEqual(profile);
  const { name, forwards } = profile;
  const rows = forwards.map(({ name: service, ...rest }) => ({ ...rest, service }));
  expect(parseProfile(JSON.stringify({ portolan: 'profile/v1', name, forwards: rows }))).toEqual(profile);
});

test('whatever is written is read again as it was', () => {
  const word = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text);
  const forward = fc.record(
    {
      context: word,
      namespace: word,
      name: word,
      port: fc.integer({ min: 1, max: 65_535 }),
      localPort: fc.integer({ min: 1, max: 65_535 }),
      balance: fc.constantFrom('random' as const, 'first' as const),
    },
    { requiredKeys: ['context', 'namespace', 'name', 'port'], noNullPrototype: true },
  );
  const profile = fc.record(
    { name: word, forwards: fc.array(forward, { minLength: 1, maxLength: 5 }) },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(profile, (one) => {
      expect(parseProfile(formatProfile(one))).toEqual(one);
    }),
  );
});

test.each([
  ['a number that is no port', good.replace('port: 80,', 'port: 80000,'), 4, 'forwards.0.port'],
  ['a field that is missing', `${head}  - context: kind\n    namespace: shop\n    port: 80\n`, 4, 'forwards.0.service'],
  ['a field that it does not know', good.replace('balance: random', 'token: abc'), 4, 'forwards.0.token'],
  ['another kind of file', 'apiVersion: v1\nkind: Service\n', 1, 'portolan'],
  ['no forwards', 'portolan: profile/v1\nname: shop\nforwards: []\n', 3, 'forwards'],
  ['what is no mapping', 'hello', 1, '-'],
  ['an empty file', '', 1, '-'],
  ['broken YAML', `${head}  - { context: kind\n  - [`, 5, '-'],
])('%s is refused with its line and field', (_what, text, line, field) => {
  expect(refusal(text)).toEqual(failure('profile-invalid', { line, field, detail: expect.any(String) as string }));
});

test('aliases that would grow without end are refused', () => {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n < 9; n++) {
    const [one, next] = [n - 1, n].map((at) => String.fromCharCode(97 + at));
    lines.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${one}`).join(', ')}]`);
  }
  expect(refusal(lines.join('\n'))).toMatchObject({ code: 'profile-invalid' });
});

test('no text makes anything else than a profile or a refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(refusal(text)).toMatchObject({ code: 'profile-invalid' });
    }),
  );
});
