import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { masked } from './mask.ts';

const CANARY = 'c4n4ry';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const annotated = (annotations: Json): Json => ({ kind: 'Service', metadata: { name: 'web', annotations } });

/** Objects that hold a credential, each in another place. */
const holding: readonly (readonly [string, Json])[] = [
  ["a Secret's data", { kind: 'Secret', data: { anything: CANARY } }],
  ["a Secret's stringData", { kind: 'Secret', stringData: { 'config.yaml': `user: x\n${CANARY}` } }],
  ['a Secret in a list', { kind: 'List', items: [{ kind: 'Secret', data: { a: CANARY } }] }],
  ['an annotation named like one', annotated({ 'example.com/db-password': CANARY })],
  ['an address with a password', annotated({ 'example.com/proxy': `http://me:${CANARY}@proxy:3128` })],
  ['words that name one', annotated({ note: `log in with token=${CANARY} until May` })],
  ['the last applied configuration', annotated({ [LAST_APPLIED]: `{"spec":{"clientSecret":"${CANARY}"}}\n` })],
  ['a Secret that was applied', annotated({ [LAST_APPLIED]: JSON.stringify({ kind: 'Secret', data: { a: CANARY } }) })],
  [
    'a variable of what was applied',
    annotated({ [LAST_APPLIED]: JSON.stringify({ spec: { env: [{ name: 'DB_PASSWORD', value: CANARY }] } }) }),
  ],
  ['a quote in a quote', annotated({ a: JSON.stringify({ b: JSON.stringify({ password: CANARY }) }) })],
];

describe('masked', () => {
  test.each(holding)('hides %s', (_, object) => {
    const shown = JSON.stringify(masked(object));
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain('[hidden]');
  });

  test('hides a value by its name wherever it stands', () => {
    const place = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 4 });
    const name = fc.constantFrom('password', 'apiKey', 'client-secret', 'AWS_SECRET_ACCESS_KEY', 'x.io/token');
    fc.assert(
      fc.property(place, name, fc.boolean(), (path, key, isQuoted) => {
        const inner = isQuoted ? { note: JSON.stringify({ [key]: CANARY }) } : { [key]: CANARY };
        const object = path.reduce<Json>((within, part) => ({ [part]: [within] }), inner);
        expect(JSON.stringify(masked(object))).not.toContain(CANARY);
      }),
    );
  });

  test.each([
    { kind: 'Service', spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
    annotated({ 'checksum/config': 'a1'.repeat(32), description: 'The basic version of it', quoted: '{ "a": 1 }' }),
    annotated({ 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:aws:acm:eu-1:1:certificate/0d2f-11' }),
    annotated({ [LAST_APPLIED]: '{"apiVersion":"v1","kind":"Service","spec":{"type":"ClusterIP"}}\n' }),
    { spec: { secretName: 'web-tls', automountServiceAccountToken: false } },
  ])('leaves %j letter by letter', (object) => {
    expect(masked(object)).toEqual(object);
  });
});
