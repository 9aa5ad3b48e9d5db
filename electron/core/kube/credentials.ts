import { isDeepStrictEqual } from 'node:util';
import { fail } from '../../../shared/failure.ts';
import type { ContextEntry, UserConfig } from './context-entry.ts';
import type { ExecCluster, ExecCredential, ExecRequest } from './exec-plugin.ts';
import type { ExecPlugins } from './exec-plugins.ts';
import { impersonationHeaders } from './impersonation.ts';
import type { Impersonation } from './impersonation.ts';
import { Oidc } from './oidc.ts';
import type { OidcOptions } from './oidc.ts';
import { readMaterial } from './tls.ts';
import type { ClientCertificate } from './tls.ts';

/** What a request carries to say who asks. */
export interface SignIn {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly certificate?: ClientCertificate;
}

export interface CredentialsOptions extends OidcOptions {
  readonly execPlugins: ExecPlugins;
  /** In place of the kubeconfig's own impersonation (`--as`, `--as-group`). */
  readonly impersonate?: Impersonation | undefined;
}

/** How the user of one context signs in; files and plugins are asked again whenever they may have something new. */
export class Credentials {
  readonly #entry: ContextEntry;
  readonly #plugins: ExecPlugins;
  readonly #impersonation: Readonly<Record<string, string | readonly string[]>>;
  readonly #oidc: Oidc | undefined;
  #lastExec: { readonly request: ExecRequest; readonly credential: ExecCredential } | undefined;

  constructor(entry: ContextEntry, { execPlugins, impersonate, ...oidc }: CredentialsOptions) {
    this.#entry = entry;
    this.#plugins = execPlugins;
    this.#impersonation = impersonationHeaders(impersonate ?? impersonationOf(entry.user));
    this.#oidc = entry.user['auth-provider'] && new Oidc(entry, oidc);
  }

  async signIn(signal: AbortSignal): Promise<SignIn> {
    const { user, name } = this.#entry;
    const own = await readCertificate(user, name);
    const authorization = await this.#authorization(signal);
    const plugin = authorization === undefined && user.exec ? await this.#exec(signal) : undefined;
    const header = authorization ?? (plugin?.token && `Bearer ${plugin.token}`);
    const certificate = plugin?.certificate ?? own;
    return {
      headers: { ...(header && { Authorization: header }), ...this.#impersonation },
      ...(certificate && { certificate }),
    };
  }

  /** After a 401: what is newer than the refused sign-in, or undefined where there is nothing else to try. */
  async renew(refused: SignIn, signal: AbortSignal): Promise<SignIn | undefined> {
    if (this.#lastExec) this.#plugins.drop(this.#lastExec.request, this.#lastExec.credential);
    const next = await this.signIn(signal);
    return isDeepStrictEqual(next, refused) ? undefined : next;
  }

  /** In client-go's order: a user who has several of them signs in by the first. */
  async #authorization(signal: AbortSignal): Promise<string | undefined> {
    const { user, name } = this.#entry;
    const token = (await readMaterial({ file: user.tokenFile }, name))?.trim() || user.token;
    if (token) return `Bearer ${token}`;
    if (user.username) return `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
    return this.#oidc && `Bearer ${await this.#oidc.token(signal)}`;
  }

  async #exec(signal: AbortSignal): Promise<ExecCredential | undefined> {
    const config = this.#entry.user.exec;
    if (!config) return undefined;
    const request = { config, ...(config.provideClusterInfo && { cluster: await execCluster(this.#entry) }) };
    const credential = await this.#plugins.get(request, signal);
    this.#lastExec = { request, credential };
    return credential;
  }
}

async function readCertificate(user: UserConfig, context: string): Promise<ClientCertificate | undefined> {
  const cert = await readMaterial({ file: user['client-certificate'], data: user['client-certificate-data'] }, context);
  const key = await readMaterial({ file: user['client-key'], data: user['client-key-data'] }, context);
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const detail = cert === undefined ? 'no client-certificate' : 'no client-key';
    throw fail('client-certificate-invalid', { context, detail });
  }
  return { cert, key };
}

/** What KUBERNETES_EXEC_INFO tells of the cluster; a CA file is sent as data, as client-go does. */
async function execCluster({ cluster, name }: ContextEntry): Promise<ExecCluster> {
  const { 'certificate-authority': file, 'certificate-authority-data': data, extensions, ...rest } = cluster;
  const ca = await readMaterial({ file, data }, name);
  const config = execExtension(extensions);
  return {
    ...rest,
    ...(ca !== undefined && { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(config !== undefined && { config }),
  };
}

function execExtension(extensions: unknown): unknown {
  if (!Array.isArray(extensions)) return undefined;
  const named = extensions.find(
    (one: unknown): one is { readonly extension?: unknown } =>
      typeof one === 'object' && one !== null && 'name' in one && one.name === 'client.authentication.k8s.io/exec',
  );
  return named?.extension;
}

function impersonationOf(user: UserConfig): Impersonation {
  return {
    user: user.as,
    uid: user['as-uid'],
    groups: user['as-groups'],
    extra: user['as-user-extra'],
  };
}
