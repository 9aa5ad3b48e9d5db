import { FakeClock } from '../../testing/fake-clock.ts';
import { startControllers } from '../controllers/start.ts';
import { startKubelet } from '../kubelet/start.ts';
import type { DemoManifest } from '../registry.ts';
import { as, type Pod } from '../shapes.ts';
import { MemoryRegistry } from './memory-registry.ts';

const STEP = 100;
export const START = Date.parse('2026-11-21T10:00:00Z');

/** A demo cluster under a clock that stands still: controllers, kubelet, and whatever a test puts in. */
export class DemoSandbox {
  readonly registry = new MemoryRegistry();
  readonly clock: FakeClock;
  readonly controllers;
  readonly kubelet;

  constructor({ loadBalancerClass = 'example.com/lb' }: { readonly loadBalancerClass?: string } = {}) {
    this.clock = new FakeClock({ now: START, randoms: [0.1, 0.7, 0.4] });
    this.controllers = startControllers({ registry: this.registry, clock: this.clock, loadBalancerClass });
    this.kubelet = startKubelet({ registry: this.registry, clock: this.clock });
  }

  apply(...manifests: readonly DemoManifest[]): this {
    for (const manifest of manifests) this.registry.create(manifest);
    return this;
  }

  /** Lets time pass in small steps, and all that comes of it happen. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP) {
      await this.idle();
      await this.clock.advance(STEP);
    }
    await this.idle();
  }

  /** Lets happen what needs no time. */
  async idle(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  pods(namespace?: string): readonly Pod[] {
    return this.registry.list('Pod', namespace).flatMap((object) => as('Pod', object) ?? []);
  }

  /** `Reason message` of the events about objects of this name, in order. */
  told(name: string): readonly string[] {
    return this.registry.list('Event').flatMap((event) => {
      const about = event['involvedObject'] as { readonly name: string }; // as the recorder wrote it
      return about.name === name ? `${String(event['reason'])}: ${String(event['message'])}` : [];
    });
  }

  close(): void {
    this.controllers.close();
    this.kubelet.close();
  }
}

/** Three nodes in two zones, with addresses for `pods` pods each. */
export function testNodes(pods = 110): DemoManifest[] {
  return ['zone-a', 'zone-b', 'zone-a'].map((zone, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index + 1}`, labels: { 'topology.kubernetes.io/zone': zone } },
    spec: { podCIDR: `10.64.${index + 1}.0/24` },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.0.0.${index + 11}` }],
      allocatable: { pods: String(pods) },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }));
}
