import type { ClusterConfig, UserConfig } from './context-entry.ts';

/**
 * The address of a cluster's API server as kubectl understands it, or undefined if it is none: without a scheme it is
 * https where the kubeconfig speaks of TLS, else http.
 */
export function serverUrl(cluster: ClusterConfig, user: UserConfig): string | undefined {
  const { server } = cluster;
  const whole = /^https?:\/\//i.test(server) ? server : `${hasTls(cluster, user) ? 'https' : 'http'}://${server}`;
  const parsed = parseUrl(whole);
  return parsed === undefined || server === '' ? undefined : whole.replace(/\/+$/, '');
}

/** An address as it may be shown: no user, no password, no query. */
export function shownUrl(address: string): string {
  const url = parseUrl(address);
  return url ? `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}` : '';
}

function hasTls(cluster: ClusterConfig, user: UserConfig): boolean {
  return [
    cluster['certificate-authority'],
    cluster['certificate-authority-data'],
    cluster['insecure-skip-tls-verify'],
    user['client-certificate'],
    user['client-certificate-data'],
  ].some(Boolean);
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
