import { expect, test } from 'vitest';
import { AppError } from '../../../shared/failure.ts';
import type { Failure } from '../../../shared/failure.ts';
import { parseKubeconfig } from './kubeconfig-file.ts';

const FILE = '/data/ann/.kube/config';
const SECRET = 'hunter2hunter2';

function failureOf(content: string): Failure | undefined {
  try {
    parseKubeconfig(content, FILE);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
  return undefined;
}

test.each<[string, string, string]>([
  [
    'an indent that is off',
    `users:\n- name: a\n  user: {}\n token: ${SECRET}`,
    'line 4, column 1: not YAML (missing char)',
  ],
  ['an unclosed quote', `users: "${SECRET}`, 'line 1, column 23: not YAML (missing char)'],
  ['an unknown alias', `users: *${SECRET}`, 'an alias cannot be resolved'],
  ['a list', `- ${SECRET}`, 'a list in place of clusters, users and contexts'],
  ['a text', SECRET, 'plain text in place of clusters, users and contexts'],
  [
    'an HTML page',
    '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
    'an HTML page in place of clusters, users and contexts',
  ],
  ['another kind of object', `kind: Secret\napiVersion: v1\ndata: {password: ${SECRET}}`, 'kind: is not Config'],
  ['some other YAML', `services: {web: {password: ${SECRET}}}`, 'no clusters, users or contexts'],
  ['a list where text belongs', `users: [{name: a, user: {token: [${SECRET}]}}]`, 'users[0].user.token: is not text'],
  [
    'a flag that is none',
    `clusters: [{name: a, cluster: {insecure-skip-tls-verify: ${SECRET}}}]`,
    'clusters[0].cluster.insecure-skip-tls-verify: is neither true nor false',
  ],
  ['two clusters of one name', 'clusters: [{name: a}, {name: a}]', 'clusters has two entries named a'],
])('says of %s where it is wrong and nothing that it holds', (_what, content, detail) => {
  expect(failureOf(content)).toEqual({ code: 'kubeconfig-invalid', params: { file: FILE, detail } });
});

test.each(['', '\n\n', '# nothing here\n', 'null'])('calls %j empty', (content) => {
  expect(failureOf(content)).toEqual({ code: 'kubeconfig-empty', params: { file: FILE } });
});

test('makes paths absolute against the file, and leaves a plugin without a path to PATH', () => {
  const file = parseKubeconfig(
    `
clusters:
- {name: a, cluster: {server: https://a, certificate-authority: ca.crt}}
users:
- name: near
  user: {client-certificate: ../c.crt, client-key: /abs/c.key, tokenFile: t/token, exec: {command: ./login, apiVersion: v1}}
- {name: far, user: {exec: {command: aws, apiVersion: v1}}}`,
    FILE,
  );
  expect(file.clusters.get('a')?.['certificate-authority']).toBe('/data/ann/.kube/ca.crt');
  expect(file.users.get('near')).toEqual({
    'client-certificate': '/data/ann/c.crt',
    'client-key': '/abs/c.key',
    tokenFile: '/data/ann/.kube/t/token',
    exec: { command: '/data/ann/.kube/login', apiVersion: 'v1' },
  });
  expect(file.users.get('far')?.exec?.command).toBe('aws');
});

test('reads what kubectl reads: JSON with tabs, numbers as text, null and "" as nothing, anchors and merges', () => {
  const json = parseKubeconfig(
    '{\n\t"contexts": [\n\t\t{"name": 7, "context": {"cluster": "c", "namespace": ""}}\n\t]\n}',
    FILE,
  );
  expect(json.contexts.get('7')).toEqual({ cluster: 'c' });
  const yaml = parseKubeconfig(
    `
clusters: null
current-context: ""
users:
- name: base
  user: &base {token: 123, username: ~}
- name: more
  user: {<<: *base, as: root, exec: {command: x, apiVersion: v, env: [{name: EMPTY, value: ""}]}}`,
    FILE,
  );
  expect(yaml.current).toBeUndefined();
  expect(yaml.users.get('base')).toEqual({ token: '123' });
  expect(yaml.users.get('more')).toMatchObject({
    token: '123',
    as: 'root',
    exec: { env: [{ name: 'EMPTY', value: '' }] },
  });
});
