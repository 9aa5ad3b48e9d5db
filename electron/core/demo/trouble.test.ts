import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoRef } from './registry.ts';
import { deployment, statefulSet } from './sample/builders.ts';
import { isPodReady } from './shapes.ts';
import { DemoSandbox, testCluster } from './testing/demo-sandbox.ts';
import { failProbe, healProbe, killPod, restart, scaleBack, scaleToZero } from './trouble.ts';

const WEB: DemoRef = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const DB: DemoRef = { kind: 'StatefulSet', namespace: 'shop', name: 'db' };
let demo: DemoSandbox;

beforeEach(async () => {
  demo = new DemoSandbox();
  demo.apply(...testCluster(['shop']), deployment(['shop', 'web'], { replicas: 2 }), deployment(['shop', 'other']));
  demo.apply(statefulSet(['shop', 'db'], { service: 'db', replicas: 2 }));
  await demo.pass(10_000);
});
afterEach(() => demo.close());

function ready(prefix: string): string {
  const pods = demo.pods(prefix);
  return `${pods.filter(isPodReady).length} of ${pods.length}`;
}

it('kills a pod, and another comes', async () => {
  const name = demo.pods('web-')[0]?.metadata.name ?? '';
  killPod(demo.registry, { namespace: 'shop', name });
  expect(demo.pods(name)).toEqual([]);
  await demo.pass(5_000);
  expect(ready('web-')).toBe('2 of 2');
});

describe.each([
  ['Deployment', WEB, 'web-'],
  ['StatefulSet', DB, 'db-'],
])('on a %s', (_kind, target, pods) => {
  it('fails the probes of its pods and no others, and heals them', async () => {
    failProbe(demo.registry, target);
    await demo.idle();
    expect([ready(pods), ready('other-')]).toEqual(['0 of 2', '1 of 1']);
    healProbe(demo.registry, target);
    await demo.idle();
    expect(ready(pods)).toBe('2 of 2');
  });

  it('leaves pods that come after a failed probe healthy', async () => {
    failProbe(demo.registry, target);
    restart(demo.registry, target, demo.clock.now());
    for (const { metadata } of demo.pods(pods)) killPod(demo.registry, { namespace: 'shop', name: metadata.name });
    await demo.pass(10_000);
    expect(ready(pods)).toBe('2 of 2');
  });

  it('replaces all pods', async () => {
    const before = demo.pods(pods).map(({ metadata }) => metadata.uid);
    restart(demo.registry, target, demo.clock.now());
    await demo.pass(30_000);
    expect(ready(pods)).toBe('2 of 2');
    expect(demo.pods(pods).filter(({ metadata }) => before.includes(metadata.uid))).toEqual([]);
  });

  it('takes all pods away and brings as many back', async () => {
    scaleToZero(demo.registry, target);
    scaleToZero(demo.registry, target);
    await demo.pass(8_000);
    expect(ready(pods)).toBe('0 of 0');
    scaleBack(demo.registry, target);
    scaleBack(demo.registry, target);
    await demo.pass(10_000);
    expect(ready(pods)).toBe('2 of 2');
  });
});

it('fails probes that only connect, too', async () => {
  demo.apply(
    statefulSet(['shop', 'mysql'], { service: 'db', ports: [{ name: 'mysql', containerPort: 3306 }], probe: 'tcp' }),
  );
  await demo.pass(5_000);
  failProbe(demo.registry, { ...DB, name: 'mysql' });
  await demo.idle();
  expect(ready('mysql-')).toBe('0 of 1');
  expect(demo.told('mysql-0').at(-1)).toMatch(
    /^Unhealthy: Readiness probe failed: dial tcp 10\.64\.\d\.\d+:3306: i\/o timeout$/,
  );
});

it('ends a namespace with all that is in it', async () => {
  demo.registry.delete({ kind: 'Namespace', name: 'shop' });
  await demo.pass(8_000);
  expect(demo.registry.list('Namespace').map(({ metadata }) => metadata.name)).toEqual([]);
  expect(demo.pods()).toEqual([]);
});

it('refuses what names nothing', () => {
  const gone = { kind: 'Deployment', namespace: 'shop', name: 'gone' } as const;
  expect(() => scaleToZero(demo.registry, gone)).toThrow('deployments.apps "gone" not found');
  expect(() => killPod(demo.registry, { namespace: 'shop', name: 'gone' })).toThrow('pods "gone" not found');
});
