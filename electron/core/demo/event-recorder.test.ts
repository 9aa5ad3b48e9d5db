import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { EventRecorder } from './event-recorder.ts';
import { Store } from './store.ts';
import { seededRandom } from './testing/demo-sandbox.ts';

const clock = new FakeClock({ now: Date.parse('2026-11-21T10:00:00Z') });

it('counts what is said again, and writes what is new', async () => {
  const registry = new Store({ clock, random: seededRandom(1) });
  const shop = registry.create({ kind: 'Namespace', metadata: { name: 'default' } });
  const record = new EventRecorder({ registry, clock }).from('kubelet');
  record(shop, { reason: 'Started', message: 'one' });
  await clock.advance(5_000);
  record(shop, { reason: 'Started', message: 'one' });
  record(shop, { type: 'Warning', reason: 'Failed', message: 'two', fieldPath: 'spec.containers{web}' });
  expect(registry.list('Event')).toMatchObject([
    {
      metadata: { name: expect.stringMatching(/^default\.[0-9a-f]{16}$/) as string },
      involvedObject: { kind: 'Namespace', name: 'default', uid: shop.metadata.uid },
      type: 'Normal',
      count: 2,
      firstTimestamp: '2026-11-21T10:00:00Z',
      lastTimestamp: '2026-11-21T10:00:05Z',
      source: { component: 'kubelet' },
      reportingComponent: 'kubelet',
    },
    { type: 'Warning', reason: 'Failed', count: 1, involvedObject: { fieldPath: 'spec.containers{web}' } },
  ]);
});

it('loses what cannot be written, as in a namespace that is being deleted', () => {
  const registry = new Store({ clock, random: seededRandom(1) });
  registry.create({ kind: 'Namespace', metadata: { name: 'shop' } });
  const finalizers = ['example.com/wait'];
  const web = registry.create({
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'web', finalizers },
    spec: { ports: [{ port: 80 }] },
  });
  registry.delete({ kind: 'Namespace', name: 'shop' });
  const record = new EventRecorder({ registry, clock }).from('kubelet');
  expect(() => record(web, { reason: 'Killing', message: 'x' })).not.toThrow();
  expect(registry.list('Event')).toEqual([]);
});

it('forgets the oldest when there are many', () => {
  const registry = new Store({ clock, random: seededRandom(1) });
  const shop = registry.create({ kind: 'Namespace', metadata: { name: 'default' } });
  const record = new EventRecorder({ registry, clock }).from('kubelet');
  for (let index = 0; index < 2_010; index += 1) record(shop, { reason: 'Started', message: String(index) });
  const messages = registry.list('Event').map((event) => event['message']);
  expect([messages.length, messages.includes('9'), messages.includes('10')]).toEqual([2_000, false, true]);
});
