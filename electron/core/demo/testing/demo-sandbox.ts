import { FakeClock } from '../../testing/fake-clock.ts';
import { startControllers } from '../controllers/start.ts';
import { startKubelet } from '../kubelet/start.ts';
import type { DemoManifest } from '../registry.ts';
import { as, type Pod, type Shapes } from '../shapes.ts';
import { Store } from '../store.ts';

const STEP = 100;
export const START = Date.parse('2026-11-21T10:00:00Z');

/** A demo cluster under a clock that stands still: store, controllers, kubelet, and what a test puts in. */
export class DemoSandbox {
  readonly clock = new FakeClock({ now: START, randoms: [0.1, 0.8, 0.3, 0.6, 0.5] });
  readonly registry = new Store({ clock: this.clock, random: seededRandom(7) });
  readonly #mistakes: unknown[] = [];
  readonly controllers;
  readonly kubelet;

  constructor({ loadBalancerClass = 'example.com/lb' }: { readonly loadBalancerClass?: string } = {}) {
    const { registry, clock } = this;
    const onMistake = (error: unknown): void => void this.#mistakes.push(error);
    this.controllers = startControllers({ registry, clock, loadBalancerClass, onMistake });
    this.kubelet = startKubelet({ registry, clock, onMistake });
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

  list<K extends keyof Shapes>(kind: K, namespace?: string): readonly Shapes[K][] {
    return this.registry.list(kind, namespace).flatMap((object) => as(kind, object) ?? []);
  }

  /** The one of this name. Throws when it isn't there. */
  get<K extends keyof Shapes>(kind: K, namespace: string, name: string): Shapes[K] {
    const object = as(kind, this.registry.get({ kind, namespace, name }));
    if (!object) throw new Error(`no ${kind} ${namespace}/${name}`);
    return object;
  }

  /** The pods whose names begin so. */
  pods(prefix = ''): readonly Pod[] {
    return this.list('Pod').filter(({ metadata }) => metadata.name.startsWith(prefix));
  }

  /** `Reason: message` of the events about objects whose names begin so, oldest first. */
  told(prefix: string): readonly string[] {
    const events = [...this.registry.list('Event')].sort((a, b) => eventOrder(a) - eventOrder(b));
    return events.flatMap((event) => {
      const about = event['involvedObject'] as { readonly name: string }; // as the recorder wrote it
      return about.name.startsWith(prefix) ? `${String(event['reason'])}: ${String(event['message'])}` : [];
    });
  }

  /** Throws what a controller or the kubelet stumbled over. */
  close(): void {
    this.controllers.close();
    this.kubelet.close();
    if (this.#mistakes.length > 0) throw this.#mistakes[0];
  }
}

function eventOrder({ metadata }: { readonly metadata: { readonly name: string } }): number {
  return Number.parseInt(metadata.name.slice(metadata.name.lastIndexOf('.') + 1), 16);
}

/** Chance that falls the same way each time (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Namespaces, and three nodes in two zones that take `pods` pods each. */
export function testCluster(namespaces: readonly string[], pods = 110): DemoManifest[] {
  const nodes = ['zone-a', 'zone-b', 'zone-a'].map((zone, index) => ({
    kind: 'Node' as const,
    metadata: { name: `node-${index + 1}`, labels: { 'topology.kubernetes.io/zone': zone } },
    spec: { podCIDR: `10.64.${index + 1}.0/24` },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.0.0.${index + 11}` }],
      allocatable: { pods: String(pods) },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }));
  return [...namespaces.map((name) => ({ kind: 'Namespace' as const, metadata: { name } })), ...nodes];
}
