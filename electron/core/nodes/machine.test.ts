import { expect, test } from 'vitest';
import { cloudOf, localKindOf } from './machine.ts';

const node = (name: string, providerID = '', kubeletVersion = 'v1.36.3', labels = {}) => ({
  metadata: { name, labels },
  spec: { providerID },
  status: { nodeInfo: { kubeletVersion } },
});

test.each([
  ['aws:///us-east-2a/i-0abc', 'AWS'],
  ['gce://project/zone/name', 'GCP'],
  ['azure:///subscriptions/x/virtualMachines/0', 'Azure'],
  ['digitalocean://123', 'DigitalOcean'],
  ['hrobot://4', 'Hetzner'],
  ['openstack:///id', 'OpenStack'],
  ['ocid1.instance.x', 'Oracle'],
  ['cn-hangzhou.i-1', 'Alibaba'],
  ['scaleway://instance/fr-par-1/x', 'Scaleway'],
  ['somebody://1', undefined],
  ['', undefined],
])('%s is a machine of %s', (providerID, name) => {
  expect(cloudOf(node('n', providerID))).toBe(name);
});

test.each([
  [node('kind-worker', 'kind://docker/kind/kind-worker'), 'kind'],
  [node('desktop-worker', 'kind://docker/desktop/desktop-worker'), 'docker-desktop'],
  [node('docker-desktop'), 'docker-desktop'],
  [node('k3d-dev-agent-0', 'k3s://k3d-dev-agent-0', 'v1.34.1+k3s1'), 'k3d'],
  [node('pi', 'k3s://pi', 'v1.34.1+k3s1'), 'k3s'],
  [node('lima-rancher-desktop', 'k3s://lima-rancher-desktop', 'v1.34.1+k3s1'), 'rancher-desktop'],
  [node('minikube', '', 'v1.34.1', { 'minikube.k8s.io/name': 'minikube' }), 'minikube'],
  [node('worker-1', 'aws:///eu-2a/i-1'), undefined],
] as const)('%o is of the local kind %s', (machine, kind) => {
  expect(localKindOf(machine)).toBe(kind);
});
