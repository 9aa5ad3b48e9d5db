import { randomBytes } from 'node:crypto';
import type { KubeObject } from './objects.ts';

/** The people a bed knows. What each may do is in `roles()`; `nobody` is known and may do nothing. */
export const people = ['admin', 'editor', 'viewer', 'viewer-no-forward', 'nobody'] as const;
export type Person = (typeof people)[number];

export function groupsOf(person: Person): readonly string[] {
  return person === 'admin' ? ['system:masters'] : [`portolan:${person}`];
}

export function mintTokens(): Record<Person, string> {
  const token = (): string => randomBytes(16).toString('hex');
  return { admin: token(), editor: token(), viewer: token(), 'viewer-no-forward': token(), nobody: token() };
}

/** The API server's token file: token, user, uid, groups. */
export function tokensCsv(tokens: Readonly<Record<Person, string>>): string {
  return people.map((person) => `${tokens[person]},${person},uid-${person},"${groupsOf(person).join(',')}"\n`).join('');
}

/** What the people other than admin may do, in one namespace only. */
export function roles(namespace: string): KubeObject[] {
  const look = ['get', 'list', 'watch'];
  const reading = [
    { apiGroups: [''], resources: ['services', 'pods', 'events'], verbs: look },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
  ];
  const forwarding = [{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] }];
  const editing = [{ apiGroups: [''], resources: ['services'], verbs: ['create', 'update', 'patch', 'delete'] }];
  return [
    ...grant(namespace, 'viewer-no-forward', reading),
    ...grant(namespace, 'viewer', [...reading, ...forwarding]),
    ...grant(namespace, 'editor', [...reading, ...forwarding, ...editing]),
  ];
}

function grant(namespace: string, person: Person, rules: readonly unknown[]): KubeObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const metadata = { name: person, namespace };
  return [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: person },
      subjects: groupsOf(person).map((name) => ({ apiGroup: rbac, kind: 'Group', name })),
    },
  ];
}
