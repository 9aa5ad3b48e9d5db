import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { answers, echo, failureOf, listServices, useSandbox } from '../testing/api-sandbox.ts';
import { makeAuthority, makeCertificate } from '../testing/certificates.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { makeTempFolder } from '../testing/temp-folder.ts';
import type { UserConfig } from './context-entry.ts';

const sandbox = useSandbox();

describe('a request', () => {
  test.each<[string, UserConfig, Record<string, string>]>([
    ['a token', { token: 't1' }, { authorization: 'Bearer t1' }],
    ['a password', { username: 'ann', password: 'pä' }, { authorization: `Basic ${base64('ann:pä')}` }],
    [
      'somebody else',
      { token: 't1', as: 'jane', 'as-groups': ['dev', 'ops'], 'as-user-extra': { 'a/b': ['c'] } },
      {
        authorization: 'Bearer t1',
        'impersonate-user': 'jane',
        'impersonate-group': 'dev, ops',
        'impersonate-extra-a%2fb': 'c',
      },
    ],
  ])('signs in as %s', async (_who, user, headers) => {
    const kube = await sandbox.serve(echo());
    expect(await sandbox.open(contextOf({ server: kube.url }, user)).json(listServices)).toMatchObject({ headers });
  });

  test('acts as whom it is told rather than whom the kubeconfig says', async () => {
    const kube = await sandbox.serve(echo());
    const impersonate = { user: 'root', groups: ['wheel'] };
    const api = sandbox.open(contextOf({ server: kube.url }, { as: 'jane', 'as-uid': '7' }), { impersonate });
    const { headers } = await api.json<{ headers: Record<string, string> }>(listServices);
    expect(headers).toMatchObject({ 'impersonate-user': 'root', 'impersonate-group': 'wheel' });
    expect(headers).not.toHaveProperty('impersonate-uid');
  });

  test('follows a token file that rotates', async () => {
    const kube = await sandbox.serve(echo());
    const folder = sandbox.owns(await makeTempFolder());
    const tokenFile = await folder.write('token', 'first\n');
    const api = sandbox.open(contextOf({ server: kube.url }, { tokenFile, token: 'unused' }));
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer first' } });
    await folder.write('token', 'second\n');
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer second' } });
  });

  test('asks a plugin again after a 401, once', async () => {
    const folder = sandbox.owns(await makeTempFolder());
    const command = await folder.script(
      'login',
      `echo >> '${folder.path}/calls'; n=$(wc -l < '${folder.path}/calls' | tr -d ' ')
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"}}'`,
    );
    let accepted = 't1';
    let requests = 0;
    const kube = await sandbox.serve((request, response) => {
      requests += 1;
      echo((token) => token === accepted)(request, response);
    });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command };
    const api = sandbox.open(contextOf({ server: kube.url }, { exec }));
    await api.json(listServices);
    accepted = 't2';
    expect(await api.json(listServices)).toMatchObject({ headers: { authorization: 'Bearer t2' } });
    expect(requests).toBe(3);
    accepted = 'nothing';
    expect(await failureOf(api.json(listServices))).toEqual({
      code: 'unauthenticated',
      params: { server: kube.url, user: 'ann' },
    });
    expect(requests).toBe(5);
  });

  test('does not ask twice with the same token', async () => {
    let requests = 0;
    const kube = await sandbox.serve((request, response) => {
      requests += 1;
      echo(() => false)(request, response);
    });
    const api = sandbox.open(contextOf({ server: kube.url }, { token: 't' }));
    expect(await failureOf(api.json(listServices))).toMatchObject({ code: 'unauthenticated' });
    expect(requests).toBe(1);
  });

  test('shows the client certificate that a plugin gives', async () => {
    const authority = await makeAuthority();
    const { cert, key } = await makeCertificate(authority, 'ann-by-plugin');
    const folder = sandbox.owns(await makeTempFolder());
    const status = { clientCertificateData: cert, clientKeyData: key };
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    await folder.write('credential.json', JSON.stringify(credential));
    const command = await folder.script('login', `cat '${folder.path}/credential.json'`);
    const tls = await makeCertificate(authority, 'api', { hosts: ['127.0.0.1'] });
    const wanted = { ...tls, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    const kube = await sandbox.serve((request, response) => {
      const socket = request.socket as TLSSocket;
      answers(socket.getPeerCertificate().subject.CN)(request, response);
    }, wanted);
    const cluster = { server: kube.url, 'certificate-authority-data': base64(authority.cert) };
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command };
    expect(await sandbox.open(contextOf(cluster, { exec })).json(listServices)).toBe('ann-by-plugin');
  });

  test('tells a plugin of the cluster, with the CA as data and its own settings', async () => {
    const kube = await sandbox.serve(echo());
    const folder = sandbox.owns(await makeTempFolder());
    const command = await folder.script(
      'login',
      `printf '%s' "$KUBERNETES_EXEC_INFO" > '${folder.path}/info'
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}'`,
    );
    const cluster = {
      server: kube.url,
      'certificate-authority': await folder.write('ca.crt', '-----BEGIN CERTIFICATE-----'),
      extensions: [
        { name: 'other', extension: 1 },
        { name: 'client.authentication.k8s.io/exec', extension: { audience: 'dev' } },
      ],
    };
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, provideClusterInfo: true };
    await sandbox.open(contextOf(cluster, { exec })).json(listServices);
    const info = JSON.parse(await readFile(join(folder.path, 'info'), 'utf8')) as unknown;
    expect(info).toMatchObject({
      spec: {
        cluster: {
          server: kube.url,
          'certificate-authority-data': base64('-----BEGIN CERTIFICATE-----'),
          config: { audience: 'dev' },
        },
      },
    });
  });
});
