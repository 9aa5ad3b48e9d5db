import { createHash } from 'node:crypto';
import { apiVersionOf, resources, type Resource, type Subresource } from '../../api-rules/resources.ts';

/** What the server says about itself: its version, and which resources it has. */

export const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: 'demo',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'portolan/demo',
};

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const SUB_VERBS: Readonly<Record<Subresource, readonly string[]>> = {
  log: ['get'],
  portforward: ['create', 'get'],
  exec: ['create', 'get'],
  scale: ['get', 'patch', 'update'],
  status: ['get', 'patch', 'update'],
};
const AUTHORIZATION = 'authorization.k8s.io';
const REVIEWS = ['SelfSubjectAccessReview', 'SelfSubjectRulesReview'];
export const groups = ['apps', AUTHORIZATION, 'networking.k8s.io', 'discovery.k8s.io'];

/** The answer of a discovery path; undefined where there is none. */
export function discover(
  path: string,
  { accept, server }: { readonly accept: string; readonly server: string },
): object | undefined {
  const isAggregated = accept.includes('as=APIGroupDiscoveryList');
  if (path === '/api')
    return isAggregated
      ? aggregated([''])
      : {
          kind: 'APIVersions',
          versions: ['v1'],
          serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: server }],
        };
  if (path === '/apis')
    return isAggregated
      ? aggregated(groups)
      : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((name) => groupOf(name)) };
  if (path === '/api/v1') return resourceList('');
  const [, group = '', version] = /^\/apis\/([^/]+)(\/v1)?$/.exec(path) ?? [];
  if (!groups.includes(group)) return undefined;
  return version === undefined ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } : resourceList(group);
}

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function resourceList(group: string): object {
  const groupVersion = apiVersionOf({ group });
  return {
    kind: 'APIResourceList',
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion,
    resources: group === AUTHORIZATION ? REVIEWS.map(legacyReview) : ofGroup(group).flatMap(legacyResource),
  };
}

function ofGroup(group: string): readonly Resource[] {
  return resources.filter((one) => one.group === group);
}

function verbsOf({ kind }: Resource): readonly string[] {
  return kind === 'Namespace' ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS;
}

function wordsOf({ shortNames, inAll }: Resource): object {
  return { ...(shortNames.length > 0 && { shortNames }), ...(inAll && { categories: ['all'] }) };
}

/** Tells clients which form is stored. */
function storageHash({ group, kind }: Resource): string {
  return createHash('sha256').update(`${group}/v1/${kind}`).digest().subarray(0, 8).toString('base64');
}

function legacyReview(kind: string): object {
  const singularName = kind.toLowerCase();
  return { name: `${singularName}s`, singularName, namespaced: false, kind, verbs: ['create'] };
}

function legacyResource(resource: Resource): object[] {
  const { plural, singular, namespaced, kind, subresources } = resource;
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: verbsOf(resource),
      ...wordsOf(resource),
      storageVersionHash: storageHash(resource),
    },
    ...subresources.map((sub) => ({
      name: `${plural}/${sub}`,
      singularName: '',
      namespaced,
      ...(sub === 'scale' && { group: 'autoscaling', version: 'v1' }),
      kind: subKind(resource, sub),
      verbs: SUB_VERBS[sub],
    })),
  ];
}

function subKind({ kind }: Resource, sub: Subresource): string {
  if (sub === 'scale') return 'Scale';
  if (sub === 'exec') return 'PodExecOptions';
  return sub === 'portforward' ? 'PodPortForwardOptions' : kind;
}

function aggregated(names: readonly string[]): object {
  const items = names.map((group) => ({
    metadata: group === '' ? {} : { name: group },
    versions: [
      {
        version: 'v1',
        resources: group === AUTHORIZATION ? REVIEWS.map(aggregatedReview) : ofGroup(group).map(aggregatedResource),
        freshness: 'Current',
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedReview(kind: string): object {
  const singularResource = kind.toLowerCase();
  const responseKind = { group: '', version: '', kind };
  return { resource: `${singularResource}s`, responseKind, scope: 'Cluster', singularResource, verbs: ['create'] };
}

function aggregatedResource(resource: Resource): object {
  const { kind, plural, singular, namespaced, subresources } = resource;
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: verbsOf(resource),
    ...wordsOf(resource),
    ...(subresources.length > 0 && {
      subresources: subresources.map((sub) => ({
        subresource: sub,
        responseKind: {
          group: sub === 'scale' ? 'autoscaling' : '',
          version: sub === 'scale' ? 'v1' : '',
          kind: subKind(resource, sub),
        },
        verbs: SUB_VERBS[sub],
      })),
    }),
  };
}
