import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { ShareEntry, ShareRule } from '../../../shared/model/share.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import type { EntryTraits } from './entries.ts';

interface Making {
  readonly entry: ShareEntry;
  readonly traits: EntryTraits;
  readonly name: string;
  readonly tlsSecret: string | undefined;
}

/** What makes the rules so: an Ingress per namespace, as one sees only the Services beside it, or a route per Service and host. */
export function manifestsOf(rules: readonly ShareRule[], making: Making): readonly ApiJson[] {
  if (making.entry.via === 'gateway') return routesFor(rules, making);
  return [...groupBy(rules, ({ namespace }) => [namespace])].map(([namespace, own]) =>
    ingressFor(own, namespace, making),
  );
}

function ingressFor(
  rules: readonly ShareRule[],
  namespace: string,
  { entry, traits, name, tlsSecret }: Making,
): ApiJson {
  const hosts = [...new Set(rules.map(({ host }) => host))].filter(Boolean);
  const hasNotes = Object.keys(traits.annotations).length > 0;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, ...(hasNotes && { annotations: traits.annotations }) },
    spec: {
      ...(entry.name !== '' && { ingressClassName: entry.name }),
      ...(tlsSecret && { tls: [{ ...(hosts.length > 0 && { hosts }), secretName: tlsSecret }] }),
      rules: [...groupBy(rules, ({ host }) => [host])].map(([host, own]) => ({
        ...(host !== '' && { host }),
        http: { paths: own.map(pathOf) },
      })),
    },
  };
}

function pathOf({ path, name, port }: ShareRule): ApiJson {
  return { path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } };
}

function routesFor(rules: readonly ShareRule[], { entry, name }: Making): readonly ApiJson[] {
  const [namespace = '', gateway = ''] = entry.name.split('/');
  const counts = new Map<string, number>();
  const byServiceAndHost = groupBy(rules, (rule) => [`${rule.namespace}/${rule.name} ${rule.host}`]);
  return [...byServiceAndHost.values()].flatMap((own): ApiJson[] => {
    const [first] = own;
    if (!first) return [];
    const base = `${name}-${first.name}`;
    const count = (counts.get(`${first.namespace}/${base}`) ?? 0) + 1;
    counts.set(`${first.namespace}/${base}`, count);
    return [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: count === 1 ? base : `${base}-${count}`, namespace: first.namespace },
        spec: {
          parentRefs: [{ name: gateway, namespace }],
          ...(first.host !== '' && { hostnames: [first.host] }),
          rules: own.map(routeRule),
        },
      },
    ];
  });
}

/** A path that tells Services apart is no part of what a Service itself serves. */
function routeRule({ path, name, port }: ShareRule): ApiJson {
  const rewrite = { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } };
  return {
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    ...(path !== '/' && { filters: [rewrite] }),
    backendRefs: [{ name, port }],
  };
}
