import { AppError, fail } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from './api.ts';
import type { ContextEntry } from './context-entry.ts';
import { shownUrl } from './server-url.ts';
import { SharedRun } from './shared-run.ts';

/** A token this close to its end may be over when it arrives. */
const MARGIN = 10_000;

export interface OidcOptions {
  readonly clock: Clock;
  /** Opens the issuer like any other server, with its CA and through its proxy. */
  readonly openApi: (entry: ContextEntry) => KubeApi;
}

interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string | undefined;
}

/**
 * The `oidc` auth-provider: the kubeconfig's ID token while it is good, then one got with the refresh token.
 *
 * What it gets stays in memory: the kubeconfig belongs to its owner.
 */
export class Oidc {
  readonly #entry: ContextEntry;
  readonly #config: Readonly<Record<string, string>>;
  readonly #options: OidcOptions;
  #tokens: Tokens;
  #renewal: SharedRun<Tokens> | undefined;

  constructor(entry: ContextEntry, options: OidcOptions) {
    this.#entry = entry;
    this.#config = entry.user['auth-provider']?.config ?? {};
    this.#options = options;
    this.#tokens = { idToken: this.#config['id-token'] ?? '', refreshToken: this.#config['refresh-token'] };
  }

  async token(signal: AbortSignal): Promise<string> {
    if (expiryOf(this.#tokens.idToken) > this.#options.clock.now() + MARGIN) return this.#tokens.idToken;
    // A refresh token is often good for one use only.
    if (!this.#renewal?.isOpen) this.#renewal = new SharedRun((stop) => this.#renew(stop));
    const renewal = this.#renewal;
    try {
      this.#tokens = await renewal.join(signal);
      return this.#tokens.idToken;
    } finally {
      if (this.#renewal === renewal && !signal.aborted) this.#renewal = undefined;
    }
  }

  async #renew(signal: AbortSignal): Promise<Tokens> {
    const { refreshToken } = this.#tokens;
    const { 'idp-issuer-url': issuer, 'client-id': client } = this.#config;
    if (!refreshToken || !issuer || !client) throw this.#refused();
    try {
      const discovery = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`);
      const { token_endpoint: endpoint } = await this.#ask<{ readonly token_endpoint: string }>(discovery, signal);
      const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: client });
      if (this.#config['client-secret']) form.set('client_secret', this.#config['client-secret']);
      const got = await this.#ask<{ readonly id_token?: string; readonly refresh_token?: string }>(
        new URL(endpoint),
        signal,
        form.toString(),
      );
      if (!got.id_token) throw this.#refused();
      return { idToken: got.id_token, refreshToken: got.refresh_token ?? refreshToken };
    } catch (error) {
      throw isRefusal(error) ? this.#refused(error) : error;
    }
  }

  async #ask<T>(url: URL, signal: AbortSignal, form?: string): Promise<T> {
    const file = this.#config['idp-certificate-authority'];
    const data = this.#config['idp-certificate-authority-data'];
    const cluster = {
      server: url.origin,
      ...(file && { 'certificate-authority': file }),
      ...(data && { 'certificate-authority-data': data }),
    };
    const api = this.#options.openApi({ ...this.#entry, cluster, user: {} });
    try {
      const path = `${url.pathname}${url.search}`;
      const post = { method: 'POST', contentType: 'application/x-www-form-urlencoded', body: form } as const;
      const request = { path, verb: 'get', resource: 'token', signal };
      return await api.json<T>(form === undefined ? request : { ...request, ...post });
    } finally {
      api.close();
    }
  }

  #refused(cause?: unknown): AppError {
    const { cluster, userName } = this.#entry;
    return fail('unauthenticated', { server: shownUrl(cluster.server), user: userName }, cause);
  }
}

/** An issuer says no with 400, 401 or 403; all else may pass by itself. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const { code, params } = error.failure;
  return code === 'unauthenticated' || code === 'forbidden' || (code === 'server-error' && params['status'] === 400);
}

/** In ms of the epoch; 0 for what is not a JWT. */
function expiryOf(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const hasExpiry =
      typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number';
    return hasExpiry ? Number(claims.exp) * 1000 : 0;
  } catch {
    return 0;
  }
}
