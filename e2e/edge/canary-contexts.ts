import { join } from 'node:path';
import { makeAuthority, makeCertificate } from '../../electron/core/testing/certificates.ts';
import { base64 } from '../../electron/core/testing/context-samples.ts';
import { startKubeServer } from '../../electron/core/testing/kube-server.ts';
import { makeTempFolder } from '../../electron/core/testing/temp-folder.ts';
import type { ContextSketch } from './kubeconfig-text.ts';

/** Stands in every credential. Too short and plain to be hidden for its looks. */
export const CANARY = 'canary7in9the4mine';

export interface CanaryContexts {
  readonly contexts: Readonly<Record<string, ContextSketch>>;
  /** What must be seen nowhere: the canary in all its spellings, and a line of the client's key. */
  readonly secrets: readonly string[];
}

/**
 * A context for each way to sign in, against servers that do what careless proxies and debug pages do: they send back
 * all that they were sent.
 */
export async function canaryContexts(owner: AsyncDisposableStack): Promise<CanaryContexts> {
  const folder = await makeTempFolder();
  owner.defer(() => folder.close());
  const echo = await startKubeServer((request, response) => {
    const said = `refused ${request.url ?? ''} with ${JSON.stringify(request.headers)}`;
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const message = `${said} ${body}`;
      response.writeHead(500, { 'Content-Type': 'application/json', 'X-Echo': CANARY });
      response.end(JSON.stringify({ kind: 'Status', status: 'Failure', code: 500, message }));
    });
  });
  owner.defer(() => echo.close());
  const { key, cert } = await makeCertificate(await makeAuthority(), 'ann', { hosts: [] });
  const says = (credential: object): string =>
    `echo '${JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: credential })}'`;
  const [plugin, chatty, tokenFile] = await Promise.all([
    folder.script('plugin', says({ token: `${CANARY}-plugin` })),
    folder.script('chatty', `echo "token: ${CANARY}-chatty" >&2; exit 1`),
    folder.write('token', `${CANARY}-file\n`),
  ]);
  const exec = (command: string) => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command, env: [{ name: 'KEY', value: CANARY }] },
  });
  const cluster = { server: echo.url };
  const idToken = ['{}', '{"exp":1}', CANARY].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const oidc = {
    'idp-issuer-url': echo.url,
    'client-id': 'me',
    'client-secret': `${CANARY}-client`,
    'refresh-token': `${CANARY}-refresh`,
    'id-token': idToken,
  };
  const tls = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
  return {
    secrets: [CANARY, Buffer.from(`ann:${CANARY}`).toString('base64'), idToken, ...key.split('\n').slice(1, 3)],
    contexts: {
      token: { cluster, user: { token: `${CANARY}-token` } },
      'token-file': { cluster, user: { tokenFile } },
      password: { cluster, user: { username: 'ann', password: CANARY } },
      plugin: { cluster, user: exec(plugin) },
      'plugin-chatty': { cluster, user: exec(chatty) },
      'plugin-missing': { cluster, user: exec(join(folder.path, 'nowhere')) },
      oidc: { cluster, user: { 'auth-provider': { name: 'oidc', config: oidc } } },
      certificate: { cluster: { server: echo.url.replace('http:', 'https:') }, user: tls },
      address: { cluster: { server: echo.url.replace('//', `//ann:${CANARY}@`) }, user: {} },
      proxy: { cluster: { ...cluster, 'proxy-url': `http://ann:${CANARY}@127.0.0.1:1` }, user: { token: CANARY } },
    },
  };
}
