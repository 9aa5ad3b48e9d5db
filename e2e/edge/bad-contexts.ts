import { makeAuthority, makeCertificate } from '../../electron/core/testing/certificates.ts';
import { base64 } from '../../electron/core/testing/context-samples.ts';
import { FakeApi, type Fault } from '../../electron/core/testing/fake-api.ts';
import { startKubeServer } from '../../electron/core/testing/kube-server.ts';
import { makeTempFolder, type TempFolder } from '../../electron/core/testing/temp-folder.ts';
import type { ContextSketch } from './kubeconfig-text.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A context that cannot be connected, and what its row has to say. */
export interface BadContext extends ContextSketch {
  readonly says: string | RegExp;
}

export type BadContexts = Readonly<Record<string, BadContext>>;

/** Every way in which a context fails, on real servers and plugins that `owner` ends. */
export async function badContexts(owner: AsyncDisposableStack): Promise<BadContexts> {
  const folder = await makeTempFolder();
  owner.defer(() => folder.close());
  const parts = [brokenReferences(folder), badServers(owner), badCertificates(owner), badPlugins(owner, folder)];
  return Object.assign({}, ...(await Promise.all(parts))) as BadContexts; // each part is one
}

async function brokenReferences({ path }: TempFolder): Promise<BadContexts> {
  const cluster = { server: 'https://127.0.0.1:1' };
  const tokenFile = `${path}/no-token`;
  return {
    'no-cluster': { user: {}, says: 'Context no-cluster names the cluster no-cluster-cluster, which' },
    'no-user': { cluster, says: 'Context no-user names the user no-user-user, which' },
    'no-token-file': { cluster, user: { tokenFile }, says: `Context no-token-file refers to ${tokenFile}, which` },
  };
}

async function badServers(owner: AsyncDisposableStack): Promise<BadContexts> {
  const user = { token: 'token' };
  const [silent, captive, refusing, closed] = await Promise.all([
    faultyApi(owner, { t: 'hang' }),
    faultyApi(owner, { t: 'html' }),
    faultyApi(owner, { t: 'status', status: 401 }),
    startKubeServer(() => {}),
  ]);
  await closed.close();
  return {
    closed: {
      cluster: { server: closed.url },
      user,
      says: `${closed.url} cannot be reached: connection refused. Check the address, the VPN and the proxy.`,
    },
    silent: {
      cluster: { server: silent },
      user,
      says: `${silent} did not answer in 5 s. Check the address, the VPN and the proxy.`,
    },
    captive: {
      cluster: { server: captive },
      user,
      says: `${captive} answered, but not as a Kubernetes API server: 200, HTML: Sign in. A sign-in page`,
    },
    refusing: {
      cluster: { server: refusing },
      user,
      says: `${refusing} does not accept the credentials of refusing-user (401). Sign in again or get`,
    },
  };
}

async function badCertificates(owner: AsyncDisposableStack): Promise<BadContexts> {
  const [authority, another] = await Promise.all([makeAuthority(), makeAuthority('another authority')]);
  const hosts = ['127.0.0.1'];
  const [good, old, oldClient] = await Promise.all([
    makeCertificate(authority, 'server', { hosts }),
    makeCertificate(authority, 'server', { hosts, validFor: -DAY }),
    makeCertificate(authority, 'ann', { hosts: [], validFor: -DAY }),
  ]);
  const [server, expired] = await Promise.all([startKubeServer(() => {}, good), startKubeServer(() => {}, old)]);
  owner.defer(() => server.close());
  owner.defer(() => expired.close());
  const trusted = { 'certificate-authority-data': base64(authority.cert) };
  const certificate = {
    'client-certificate-data': base64(oldClient.cert),
    'client-key-data': base64(oldClient.key),
  };
  const yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10);
  return {
    'wrong-ca': {
      cluster: { server: server.url, 'certificate-authority-data': base64(another.cert) },
      user: {},
      says: `${server.url}: certificate not signed by this kubeconfig's CA`,
    },
    'expired-server': {
      cluster: { server: expired.url, ...trusted },
      user: {},
      says: `${expired.url}: its certificate expired on ${yesterday}. Whoever runs the cluster has to renew it.`,
    },
    'expired-client': {
      cluster: { server: server.url, ...trusted },
      user: certificate,
      says: `The client certificate of context expired-client expired on ${yesterday}. Get a new kubeconfig or`,
    },
  };
}

async function badPlugins(owner: AsyncDisposableStack, folder: TempFolder): Promise<BadContexts> {
  const server = await faultyApi(owner, { t: 'status', status: 401 });
  const [failing, rubbish, hanging] = await Promise.all([
    folder.script('failing', 'echo "no session" >&2; exit 3'),
    folder.script('rubbish', 'echo "token: s3cret"'),
    folder.script('hanging', 'sleep 600'),
  ]);
  const by = (command: string): ContextSketch => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command,
      installHint: 'Install it from example.org.',
    };
    return { cluster: { server }, user: { exec } };
  };
  return {
    'plugin-missing': {
      ...by('no-such-plugin'),
      says: /^no-such-plugin not found\. \d+ folders searched\. Install it from example\.org\./,
    },
    'plugin-failing': {
      ...by(failing),
      says: `The sign-in plugin ${failing} failed (3). Sign in again, or run it in a terminal. It says: no session`,
    },
    'plugin-rubbish': {
      ...by(rubbish),
      says: `The sign-in plugin ${rubbish} did not print an ExecCredential: not a JSON object.`,
    },
    'plugin-hanging': {
      ...by(hanging),
      says: /^The sign-in plugin \S+hanging has not answered for \d+ s\. It may be waiting for you/,
    },
  };
}

/** The address of an API server that answers everything in this way. */
async function faultyApi(owner: AsyncDisposableStack, fault: Fault): Promise<string> {
  const api = await FakeApi.start();
  api.fault = () => fault;
  owner.defer(() => api.stop());
  return api.server;
}
