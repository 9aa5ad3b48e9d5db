import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { answers, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import type { Certificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import type { ClusterConfig, UserConfig } from './context-entry.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { systemClock } from '../clock.ts';

const HOUR = 60 * 60 * 1000;
const sandbox = useSandbox();

let authority: Certificate;
let server: Certificate;
let client: Certificate;
beforeAll(async () => {
  authority = await makeAuthority();
  server = await makeCertificate(authority, 'api', { hosts: ['127.0.0.1', 'api.internal'] });
  client = await makeCertificate(authority, 'ann');
});

const day = (when: number): string => new Date(when).toISOString().slice(0, 10);

/** Starts a server with this certificate, and asks it once. */
async function ask(certificate: Certificate, cluster: Partial<ClusterConfig>, user: UserConfig = {}) {
  const { url } = await sandbox.serve(answers({ ok: true }), certificate);
  const api = sandbox.open(contextOf({ server: url, ...cluster }, user));
  return { url, answer: api.json(listServices) };
}

describe('the server', () => {
  test('is trusted by the CA of the kubeconfig', async () => {
    const { answer } = await ask(server, { 'certificate-authority-data': base64(authority.cert) });
    expect(await answer).toEqual({ ok: true });
  });

  test('is not trusted by another CA', async () => {
    const other = await makeAuthority('other authority');
    const { answer, url } = await ask(server, { 'certificate-authority-data': base64(other.cert) });
    expect(await failureOf(answer)).toEqual({
      code: 'tls-untrusted',
      params: { server: url, detail: 'unable to verify leaf signature' },
    });
  });

  test('is not trusted by the system when the kubeconfig has no CA', async () => {
    const { answer } = await ask(server, {});
    expect(await failureOf(answer)).toMatchObject({ code: 'tls-untrusted' });
  });

  test('is taken unseen if the kubeconfig says so', async () => {
    const { answer } = await ask(server, { 'insecure-skip-tls-verify': true });
    expect(await answer).toEqual({ ok: true });
  });

  test('must have a certificate for its own name', async () => {
    const elsewhere = await makeCertificate(authority, 'api', { hosts: ['elsewhere.example'] });
    const { answer, url } = await ask(elsewhere, { 'certificate-authority-data': base64(authority.cert) });
    const failure = await failureOf(answer);
    expect(failure).toMatchObject({ code: 'tls-hostname', params: { server: url } });
    expect(failure?.params['detail']).toContain('127.0.0.1');
  });

  test('may have one for tls-server-name instead, which it is asked for', async () => {
    let asked: string | undefined;
    const { url, server: https } = await sandbox.serve(answers({ ok: true }), server);
    https.on('secureConnection', ({ servername }: { readonly servername?: string }) => (asked = servername));
    const ca = { 'certificate-authority-data': base64(authority.cert) };
    const known = sandbox.open(contextOf({ server: url, ...ca, 'tls-server-name': 'api.internal' }));
    expect(await known.json(listServices)).toEqual({ ok: true });
    expect(asked).toBe('api.internal');
    const unknown = sandbox.open(contextOf({ server: url, ...ca, 'tls-server-name': 'other.internal' }));
    expect(await failureOf(unknown.json(listServices))).toMatchObject({ code: 'tls-hostname' });
  });

  test('must have a certificate that is still good', async () => {
    const old = await makeCertificate(authority, 'api', { hosts: ['127.0.0.1'], validFor: -48 * HOUR });
    const { answer, url } = await ask(old, { 'certificate-authority-data': base64(authority.cert) });
    expect(await failureOf(answer)).toEqual({
      code: 'tls-server-expired',
      params: { server: url, date: day(Date.now() - 48 * HOUR) },
    });
  });

  test('must speak TLS', async () => {
    const { port } = await sandbox.serve(answers({}));
    const api = sandbox.open(contextOf({ server: `https://127.0.0.1:${String(port)}` }));
    expect(await failureOf(api.json(listServices))).toMatchObject({
      code: 'not-kubernetes',
      params: { detail: 'no TLS' },
    });
  });

  test('is not asked with a CA that is none', async () => {
    const { answer } = await ask(server, { 'certificate-authority-data': base64('rubbish') });
    expect(await failureOf(answer)).toMatchObject({
      code: 'tls-untrusted',
      params: { detail: 'certificate-authority is not PEM' },
    });
  });

  test('is not asked without the CA file that the kubeconfig names', async () => {
    const { answer } = await ask(server, { 'certificate-authority': '/no/such/ca.crt' });
    expect(await failureOf(answer)).toEqual({
      code: 'file-unreadable',
      params: { context: 'dev', file: '/no/such/ca.crt', detail: 'ENOENT' },
    });
  });
});

describe('the client certificate', () => {
  const wanted = (): object => ({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true });
  const cluster = (): Partial<ClusterConfig> => ({ 'certificate-authority-data': base64(authority.cert) });
  const data = ({ cert, key }: Certificate): UserConfig => ({
    'client-certificate-data': base64(cert),
    'client-key-data': base64(key),
  });

  test('is shown from data and from files', async () => {
    const folder = sandbox.owns(await makeTempFolder());
    const files = {
      'client-certificate': await folder.write('tls.crt', client.cert),
      'client-key': await folder.write('tls.key', client.key),
    };
    const { url } = await sandbox.serve(answers({ ok: true }), wanted());
    for (const user of [data(client), files]) {
      expect(await sandbox.open(contextOf({ server: url, ...cluster() }, user)).json(listServices)).toEqual({
        ok: true,
      });
    }
  });

  test('is the new one after its files have changed, on a new connection', async () => {
    const folder = sandbox.owns(await makeTempFolder());
    const names: string[] = [];
    const kube = await sandbox.serve((request, response) => {
      const socket = request.socket as TLSSocket;
      names.push(String(socket.getPeerCertificate().subject.CN));
      answers({})(request, response);
    }, wanted());
    const user = {
      'client-certificate': await folder.write('tls.crt', client.cert),
      'client-key': await folder.write('tls.key', client.key),
    };
    const api = sandbox.open(contextOf({ server: kube.url, ...cluster() }, user));
    await api.json(listServices);
    const next = await makeCertificate(authority, 'ann-renewed');
    await folder.write('tls.crt', next.cert);
    await folder.write('tls.key', next.key);
    await api.json(listServices);
    await api.json(listServices);
    expect(names).toEqual(['ann', 'ann-renewed', 'ann-renewed']);
    expect(kube.connections).toBe(2);
  });

  test('is found expired before anything is sent', async () => {
    const old = await makeCertificate(authority, 'ann', { validFor: -48 * HOUR });
    const kube = await sandbox.serve(answers({}), wanted());
    const api = sandbox.open(contextOf({ server: kube.url, ...cluster() }, data(old)));
    expect(await failureOf(api.json(listServices))).toEqual({
      code: 'client-certificate-expired',
      params: { context: 'dev', date: day(Date.now() - 48 * HOUR) },
    });
    expect(kube.connections).toBe(0);
  });

  test('expires while the app runs', async () => {
    const kube = await sandbox.serve(answers({}), wanted());
    const clock = new FakeClock({ now: systemClock.now() });
    const api = sandbox.open(contextOf({ server: kube.url, ...cluster() }, data(client)), { clock });
    expect(await api.json(listServices)).toEqual({});
    await clock.advance(25 * HOUR);
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'client-certificate-expired' });
  });

  test.each<[string, () => UserConfig, RegExp]>([
    ['has no key', () => ({ 'client-certificate-data': base64(client.cert) }), /no client-key/],
    ['has no certificate', () => ({ 'client-key-data': base64(client.key) }), /no client-certificate/],
    ['has the key of another', () => data({ cert: client.cert, key: server.key }), /key values mismatch/],
    ['is not PEM', () => data({ cert: 'rubbish', key: client.key }), /./],
  ])('is refused where it %s', async (_what, user, detail) => {
    const { answer } = await ask(server, cluster(), user());
    const failure = await failureOf(answer);
    expect(failure).toMatchObject({ code: 'client-certificate-invalid', params: { context: 'dev' } });
    expect(failure?.params['detail']).toMatch(detail);
    expect(JSON.stringify(failure)).not.toContain('rubbish');
  });
});
