import { expect, test } from 'vitest';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import { manifestSnapshot, readManifests } from './manifests.ts';
import { NOW } from './testing/fixtures.ts';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 2, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }] }] } } }
`;
const service = (selector: string) => `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: ${selector} }, ports: [{ port: 80, targetPort: http }] }
`;
const pod = (name: string, ready: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }], readinessProbe: {} }] },
  status: { phase: 'Running', podIP: '10.64.1.2', conditions: [{ type: 'Ready', status: ready }] },
});

async function verdictOf(...texts: readonly string[]): Promise<readonly [string, string | undefined]> {
  const objects = readManifests(
    texts.map((text, index) => ({ name: `${index}.yaml`, text })),
    'shop',
  );
  const cluster = new ClusterFacts(manifestSnapshot(objects, NOW));
  const [first] = cluster.in('Service', 'shop');
  if (!first) throw new Error('no Service');
  const { verdict, findings } = diagnose(cluster, { service: first });
  return [verdict, findings.find(({ severity }) => severity !== 'info')?.code];
}

test('manifests alone are judged by the Pods that their templates would make', async () => {
  expect(await verdictOf(`${deployment}---${service('web')}`)).toEqual(['healthy', undefined]);
  expect(await verdictOf(deployment, service('wbe'))).toEqual(['broken', 'B1']);
  expect(await verdictOf(deployment, service('web').replace('targetPort: http', 'targetPort: web'))).toEqual([
    'broken',
    'D1',
  ]);
});

test('a dump is judged by the Pods in it, whatever a list of it says of their kind', async () => {
  const list = (ready: string) =>
    JSON.stringify({ kind: 'PodList', items: [{ ...pod('web-1', ready), kind: undefined }] });
  const dump = (ready: string) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('web-1', ready)] });
  expect(await verdictOf(dump('True'), service('web'))).toEqual(['healthy', undefined]);
  expect(await verdictOf(dump('False'), service('web'))).toEqual(['broken', 'C17']);
  expect(await verdictOf(list('False'), service('web'))).toEqual(['broken', 'C17']);
});

test('what is no object is refused by the file that it is in', async () => {
  await expect(verdictOf('just: text')).rejects.toMatchObject({ failure: { code: 'invalid' } });
  await expect(verdictOf('a: [')).rejects.toMatchObject({ failure: { code: 'invalid' } });
});
