import { describe, expect, test } from 'vitest';
import { answers, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { KubeApi } from './api.ts';
import type { ContextEntry } from './context-entry.ts';

const NOW = Date.UTC(2026, 0, 1);
const sandbox = useSandbox();

/** An ID token as far as its expiry goes; nobody here checks the signature. */
function idToken(name: string, lifetime: number): string {
  const claims = { name, exp: Math.floor((NOW + lifetime) / 1000) };
  return ['{}', JSON.stringify(claims), name].map((part) => Buffer.from(part).toString('base64url')).join('.');
}

interface Issuer {
  readonly url: string;
  readonly ca: string;
  readonly forms: URLSearchParams[];
}

/** An issuer whose token endpoint answers in turn. */
async function startIssuer(
  ...replies: readonly { readonly status?: number; readonly body: object }[]
): Promise<Issuer> {
  const authority = await makeAuthority();
  const forms: URLSearchParams[] = [];
  const kube = await sandbox.serve(
    (request, response) => {
      if (request.url === '/realm/.well-known/openid-configuration') {
        answers({ token_endpoint: `${kube.url}/realm/token` })(request, response);
        return;
      }
      let form = '';
      request.on('data', (chunk: Buffer) => (form += chunk.toString()));
      request.on('end', () => {
        const reply = replies[forms.length];
        forms.push(new URLSearchParams(form));
        answers(reply?.body ?? {}, reply?.status)(request, response);
      });
    },
    await makeCertificate(authority, 'issuer', { hosts: ['127.0.0.1'] }),
  );
  return { url: `${kube.url}/realm`, ca: base64(authority.cert), forms };
}

describe('the oidc auth-provider', () => {
  const clock = (): FakeClock => new FakeClock({ now: NOW });

  async function open(config: Record<string, string>, time = clock()): Promise<KubeApi> {
    const kube = await sandbox.serve((request, response) => answers(request.headers.authorization)(request, response));
    const user: ContextEntry['user'] = { 'auth-provider': { name: 'oidc', config } };
    return sandbox.open(contextOf({ server: kube.url }, user), { clock: time });
  }

  const of = ({ url, ca }: Issuer): Record<string, string> => ({
    'idp-issuer-url': url,
    'idp-certificate-authority-data': ca,
    'client-id': 'portolan',
    'client-secret': 's3cret',
    'refresh-token': 'r1',
  });

  test('uses the ID token while it is good', async () => {
    const token = idToken('first', 60_000);
    expect(await (await open({ 'id-token': token })).json(listServices)).toBe(`Bearer ${token}`);
  });

  test('renews it once for all who ask, and keeps the new refresh token', async () => {
    const tokens = [idToken('second', 60_000), idToken('third', 600_000)];
    const issuer = await startIssuer(
      { body: { id_token: tokens[0], refresh_token: 'r2' } },
      { body: { id_token: tokens[1] } },
    );
    const time = clock();
    const api = await open({ ...of(issuer), 'id-token': idToken('first', -1_000) }, time);
    const all = await Promise.all([api.json(listServices), api.json(listServices)]);
    expect(all).toEqual([`Bearer ${tokens[0] ?? ''}`, `Bearer ${tokens[0] ?? ''}`]);
    expect(issuer.forms.map((form) => Object.fromEntries(form))).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'portolan', client_secret: 's3cret' },
    ]);
    await time.advance(51_000);
    expect(await api.json(listServices)).toBe(`Bearer ${tokens[1] ?? ''}`);
    expect(issuer.forms[1]?.get('refresh_token')).toBe('r2');
  });

  test.each([
    ['refuses', { status: 400, body: { error: 'invalid_grant' } }],
    ['gives no ID token', { body: {} }],
  ])('asks for a new sign-in where the issuer %s', async (_what, reply) => {
    const api = await open({ ...of(await startIssuer(reply)), 'id-token': idToken('first', -1_000) });
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'unauthenticated', params: { user: 'ann' } });
  });

  test('asks for a new sign-in where there is no refresh token', async () => {
    const api = await open({ 'id-token': 'rubbish' });
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'unauthenticated' });
  });

  test('names an issuer that is not there', async () => {
    const config = { ...of({ url: 'http://127.0.0.1:1', ca: '', forms: [] }), 'id-token': '' };
    expect(await failureOf((await open(config)).json(listServices))).toMatchObject({
      code: 'unreachable',
      params: { server: 'http://127.0.0.1:1' },
    });
  });
});
