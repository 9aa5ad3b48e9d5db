import type { KindName } from '../../../electron/core/diagnosis/objects.ts';
import type { KubeObject } from '../../cluster/objects.ts';
import { groupsOf, type Person } from '../../cluster/people.ts';

const inCore = [
  'services',
  'endpoints',
  'pods',
  'nodes',
  'namespaces',
  'events',
  'configmaps',
  'persistentvolumeclaims',
];
const inGroups = [
  ['discovery.k8s.io', 'endpointslices'],
  ['apps', '*'],
  ['batch', '*'],
  ['autoscaling', '*'],
  ['networking.k8s.io', '*'],
  ['gateway.networking.k8s.io', '*'],
] as const;

/** Lets a person read all that a diagnosis looks at, but for these kinds. */
export function readerWithout(kinds: readonly KindName[], person: Person): readonly KubeObject[] {
  const missing = new Set(kinds.map((kind) => `${kind.toLowerCase()}s`));
  const verbs = ['get', 'list', 'watch'];
  const rules = [...inCore.map((resource) => ['', resource] as const), ...inGroups]
    .filter(([, resource]) => !missing.has(resource))
    .map(([group, resource]) => ({ apiGroups: [group], resources: [resource], verbs }));
  const rbac = 'rbac.authorization.k8s.io';
  const metadata = { name: `diagnosis-${person}` };
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: metadata.name },
      subjects: groupsOf(person).map((name) => ({ apiGroup: rbac, kind: 'Group', name })),
    },
  ];
}
