import type { ShareNote, ShareRule } from '../../../shared/model/share.ts';
import { dnsSubdomain } from '../api-rules/validation/names.ts';
import type { Candidate } from './candidates.ts';
import { holderOf } from './entries.ts';
import type { ShareFacts } from './facts.ts';

const DNS_NAME = 'external-dns.alpha.kubernetes.io/hostname';

/** A rule for each Service: by the name that it has, or one below the domain, or by a path of its own on any host. */
export function proposeRules(
  candidates: readonly Candidate[],
  domain: string,
  facts: ShareFacts,
): readonly ShareRule[] {
  const hosts = new Set<string>();
  return candidates.flatMap(({ service: { metadata }, port: { port } }): ShareRule[] => {
    const { name, namespace, annotations = {} } = metadata;
    const rule = { namespace, name, port };
    const own = (annotations[DNS_NAME] ?? '').split(',').flatMap((host) => host.trim() || []);
    if (own.length > 0) return own.map((host) => ({ ...rule, host, path: '/' }));
    if (domain === '') return [{ ...rule, host: '', path: `/${name}` }];
    const short = `${name}.${domain}`;
    const isTaken = hosts.has(short) || holderOf(facts, short, '/') !== undefined;
    const host = isTaken ? `${name}-${namespace}.${domain}` : short;
    hosts.add(host);
    return [{ ...rule, host, path: '/' }];
  });
}

/** The domain that most hosts of the cluster's Ingresses are in; empty where there is none. */
export function domainOf({ ingresses = [] }: Pick<ShareFacts, 'ingresses'>): string {
  const counts = new Map<string, number>();
  for (const { host = '' } of ingresses.flatMap(({ spec }) => spec?.rules ?? [])) {
    const parent = host.split('.').slice(1).join('.');
    if (parent.includes('.')) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** What stands against the rules: said before the server says it, and what it would take without a word. */
export function faultsOf(rules: readonly ShareRule[], facts: ShareFacts): readonly ShareNote[] {
  const seen = new Map<string, string>();
  return rules.flatMap(({ namespace, name, host, path }): ShareNote[] => {
    const service = `${namespace}/${name}`;
    const wrong = host === '' ? [] : dnsSubdomain(host.replace(/^\*\./, ''));
    const detail = wrong[0] ?? (isPath(path) ? undefined : `path ${JSON.stringify(path)}`);
    if (detail !== undefined) return [{ code: 'rule-wrong', params: { service, detail } }];
    const where = `${host || '*'}${path}`;
    const twin = seen.get(where);
    seen.set(where, service);
    if (twin !== undefined) return [{ code: 'rule-twice', params: { where, services: `${twin}, ${service}` } }];
    const by = holderOf(facts, host, path);
    return by === undefined ? [] : [{ code: 'rule-taken', params: { where, by } }];
  });
}

/** As the server wants it: from the root on, and nothing that means another place. */
function isPath(path: string): boolean {
  return path.startsWith('/') && !/\/\/|\/\.\.?(\/|$)|%2f/i.test(path) && !/\s/.test(path);
}
