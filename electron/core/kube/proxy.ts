import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { fail } from '../../../shared/failure.ts';
import type { ContextEntry } from './context-entry.ts';
import { shownUrl } from './server-url.ts';
import type { TlsSettings } from './tls.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Probes an idle connection this often, so that a dead one is not kept for ever. */
const PROBE_EVERY = 30_000;

/**
 * The proxy that leads to a server, or undefined for the direct way: the cluster's `proxy-url` if it has one, else as
 * the environment says.
 */
export function proxyFor(server: string, proxyUrl: string | undefined, env: Env): URL | undefined {
  const url = new URL(server);
  const chosen = proxyUrl ?? proxyFromEnv(url, env);
  if (chosen === undefined) return undefined;
  try {
    return new URL(chosen.includes('://') ? chosen : `http://${chosen}`);
  } catch (error) {
    const detail = 'its address is not a URL';
    throw fail('proxy-failed', { server: shownUrl(server), proxy: '', detail }, error);
  }
}

/** The context with the way to its server that the environment says, where the kubeconfig names none. */
export function throughProxy(entry: ContextEntry, env: Env): ContextEntry {
  const { server, 'proxy-url': named } = entry.cluster;
  // The demo's server is not known yet; one that is no address will be said so when it is asked.
  if (named !== undefined || !/^https?:\/\/[^/]/.test(server)) return entry;
  const proxy = proxyFromEnv(new URL(server), env);
  return proxy === undefined ? entry : { ...entry, cluster: { ...entry.cluster, 'proxy-url': proxy } };
}

/** Go's rules, so that kubectl and Portolan take the same way, and ALL_PROXY, which other programs know as well. */
function proxyFromEnv(url: URL, env: Env): string | undefined {
  const read = (name: string): string | undefined => env[name] || env[name.toLowerCase()] || undefined;
  const proxy = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  return proxy === undefined || isExempt(url, read('NO_PROXY') ?? '') ? undefined : proxy;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isExempt(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname);
  if (host === 'localhost' || covers(loopback, host)) return true;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy.split(/[\s,]+/).some((pattern) => matches(pattern.toLowerCase(), host, port));
}

/** One entry of NO_PROXY: `*`, an address, a CIDR, a domain with its subdomains, or `.domain` for those alone. */
function matches(pattern: string, host: string, port: string): boolean {
  if (pattern === '*') return true;
  const [, address = '', bits] = /^([^/]*)\/(\d+)$/.exec(pattern) ?? [];
  if (bits !== undefined) return isIP(address) !== 0 && covers(subnet(address, Number(bits)), host);
  if (isIP(bare(pattern)) !== 0) return bare(pattern) === host;
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? [];
  if (name === '' || (only !== undefined && only !== port)) return false;
  const domain = bare(name).replace(/^\*\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function subnet(address: string, bits: number): BlockList {
  const list = new BlockList();
  if (bits <= (isIP(address) === 6 ? 128 : 32)) list.addSubnet(address, bits, family(address));
  return list;
}

function covers(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, family(host));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function bare(host: string): string {
  return host.replaceAll(/[[\]]/g, '').toLowerCase();
}

/** How an agent gets to its server. */
export interface Way {
  readonly server: string;
  readonly proxy: URL | undefined;
  readonly tls: TlsSettings | undefined;
}

/** Keeps connections to one server, directly or through a proxy. */
export async function makeAgent(way: Way): Promise<HttpAgent> {
  const { server, proxy, tls } = way;
  const options = { keepAlive: true, keepAliveMsecs: PROBE_EVERY };
  if (!proxy) return tls ? new HttpsAgent({ ...options, ...tls }) : new HttpAgent(options);
  const agent = await makeProxyAgent(proxy, { server, secure: tls !== undefined, options });
  // These are for the server alone: options of the constructor would count for a proxy with TLS as well. And not for
  // the single request, since Node keeps no connection that has a checkServerIdentity from there.
  Object.assign((agent as HttpAgent & { readonly options: object }).options, tls);
  return agent;
}

interface ProxyAgentOptions {
  readonly server: string;
  readonly secure: boolean;
  readonly options: { readonly keepAlive: boolean; readonly keepAliveMsecs: number };
}

async function makeProxyAgent(proxy: URL, { server, secure, options }: ProxyAgentOptions): Promise<HttpAgent> {
  switch (proxy.protocol) {
    case 'http:':
    case 'https:': {
      if (secure) return new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, options);
      return new (await import('http-proxy-agent')).HttpProxyAgent(proxy, options);
    }
    case 'socks5:':
    case 'socks5h:': {
      // The proxy looks the name up, as with kubectl: names behind it are often known there only.
      const remote = proxy.href.replace(/^socks5:/, 'socks5h:');
      return new (await import('socks-proxy-agent')).SocksProxyAgent(remote, options);
    }
    default: {
      const detail = `${proxy.protocol.replace(':', '')} is not http, https or socks5`;
      throw fail('proxy-failed', { server: shownUrl(server), proxy: shownUrl(proxy.href), detail });
    }
  }
}
