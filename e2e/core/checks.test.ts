import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Checks } from '../../electron/core/checks/checks.ts';
import { systemClock } from '../../electron/core/clock.ts';
import { TestPods } from '../../electron/core/test-pod/test-pods.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { deployment, namespaceOf, service } from '../cluster/samples/builders.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { closeAll, open } from './open-clusters.ts';
import { portolan } from './portolan.ts';

const OPEN = 'checks';
const STRICT = 'checks-strict';
const FULL = 'checks-full';
const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
const labelled = (name: string, labels: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const objects: readonly KubeObject[] = [
  namespaceOf(OPEN),
  deployment([OPEN, 'web'], { replicas: 2 }),
  service([OPEN, 'web'], { selector: { app: 'web' }, ports }),
  deployment([OPEN, 'deaf'], { replicas: 1, backends: '8080=none' }),
  service([OPEN, 'deaf'], { selector: { app: 'deaf' }, ports }),
  labelled(STRICT, { 'pod-security.kubernetes.io/enforce': 'restricted' }),
  service([STRICT, 'web'], { selector: { app: 'web' }, ports }),
  namespaceOf(FULL),
  service([FULL, 'web'], { selector: { app: 'web' }, ports }),
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace: FULL },
    spec: { hard: { pods: '0' } },
  },
];

describe.skipIf(noCluster)('checks through the real API server', () => {
  const shared = useBed();
  const testPods = new TestPods(systemClock);
  const checks = new Checks({ clock: systemClock, testPods });
  const { signal } = new AbortController();

  beforeAll(async () => {
    if (noCluster !== undefined) return;
    await shared.bed.apply(objects);
    await shared.bed.waitForPods(OPEN, 3);
    await shared.bed.waitForEndpoints(OPEN, 'web', { ready: 2 });
    await shared.bed.waitForEndpoints(OPEN, 'deaf', { ready: 1 });
  });
  afterEach(closeAll);
  afterAll(async () => {
    await testPods.close();
    if (noCluster === undefined) await shared.bed.kubectl(['delete', 'namespace', OPEN, STRICT, FULL, '--wait=false']);
  });

  const asking = async (namespace: string, name: string, kubeconfig = shared.bed.kubeconfig) => {
    const { clusters, context } = await open(kubeconfig);
    return { api: clusters.cluster(context).api, ref: { namespace, name }, signal };
  };
  const podsOf = (namespace: string) => shared.bed.kubectl(['get', 'pods', '-n', namespace, '-o', 'name']);

  test('tell what answers from what only says that it is ready', async () => {
    const well = await checks.run('connect', await asking(OPEN, 'web'));
    expect(well.attempts.map(({ heard }) => heard)).toEqual(Array(2).fill({ t: 'http', status: 200 }));
    const deaf = await checks.run('connect', await asking(OPEN, 'deaf'));
    expect(deaf.attempts.map(({ heard }) => heard)).toEqual([{ t: 'refused' }]);
  });

  test('make a Pod that Pod Security lets in where it is strictest, and leave none', async () => {
    const { attempts, failures } = await checks.run('inside', await asking(STRICT, 'web'));
    expect(failures).toEqual([]);
    // Commands run on this machine, which knows no names of the cluster.
    expect(attempts[0]).toMatchObject({ to: 'name', subject: 'web.checks-strict.svc', heard: { t: 'unresolved' } });
    expect(await podsOf(STRICT)).toBe('');
  });

  test('say in the words of the server why there can be no Pod, and which right is missing', async () => {
    const { failures } = await checks.run('inside', await asking(FULL, 'web'));
    expect(failures).toMatchObject([
      { code: 'test-pod-refused', params: { detail: expect.stringContaining('quota') as string } },
    ]);
    const viewer = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer' }, { name: 'checks-viewer' });
    const denied = await checks.run('inside', await asking('shop', 'web', viewer));
    expect(denied.failures).toMatchObject([{ code: 'forbidden', params: { verb: 'create', resource: 'pods' } }]);
  });

  test('join the proof of what the command line says', async () => {
    const args = ['diagnose', 'svc/deaf', '-n', OPEN, '--kubeconfig', shared.bed.kubeconfig];
    expect((await portolan(args)).code).toBe(0);
    const { code, stdout, stderr } = await portolan([...args, '--check']);
    expect(stderr).toMatch(/Connects to one Pod by port-forward.*\n {2}✗ deaf-\S+:8080: refuses the connection/);
    expect(stdout).toMatch(/D17 Nothing listens on port 8080 of deaf-/);
    expect(code).toBe(1);
  });
});
