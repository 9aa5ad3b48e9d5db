import type { RecordEvent } from '../event-recorder.ts';
import { isSame } from '../../json.ts';
import type { Registry } from '../registry.ts';
import { as, conditionOf, type Node, type Pod } from '../shapes.ts';
import { NodeLoad } from './node-load.ts';
import { dated } from './pod-status.ts';
import { place } from './scheduler.ts';

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** Gives pods their nodes, and remembers those for which there was none. */
export class PodScheduler {
  readonly #registry: Registry;
  readonly #record: RecordEvent;
  readonly #load = new NodeLoad();
  readonly #waiting = new Set<string>();

  constructor(registry: Registry, record: RecordEvent) {
    this.#registry = registry;
    this.#record = record;
  }

  /** The pods to look at again when there is a new place. */
  get waiting(): readonly string[] {
    return [...this.#waiting];
  }

  put(key: string, pod: Pod): void {
    this.#load.put(key, pod);
  }

  drop(key: string): void {
    this.#load.drop(key);
    this.#waiting.delete(key);
  }

  schedule(key: string, pod: Pod, now: number): void {
    const nodes = this.#registry.list('Node').flatMap((node) => as('Node', node) ?? []);
    const owner = pod.metadata.ownerReferences?.[0]?.uid ?? '';
    const placement = place(pod, nodes, {
      pods: (node) => this.#load.pods(node),
      siblings: (node) => this.#load.siblings(node, owner),
    });
    if ('node' in placement) this.#bind(key, pod, placement.node);
    else this.#refuse(key, pod, { message: placement.message, now });
  }

  #bind(key: string, pod: Pod, node: Node): void {
    this.#waiting.delete(key);
    const { namespace = '', name } = pod.metadata;
    const where = Object.entries(node.metadata.labels ?? {}).filter(([label]) => TOPOLOGY.includes(label));
    const labels = Object.fromEntries(where);
    this.#registry.update({ kind: 'Pod', namespace, name }, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
      spec: { ...object.spec, nodeName: node.metadata.name },
    }));
    const message = `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`;
    this.#record(pod, { reason: 'Scheduled', message });
  }

  #refuse(key: string, pod: Pod, { message, now }: { readonly message: string; readonly now: number }): void {
    this.#waiting.add(key);
    const { namespace = '', name } = pod.metadata;
    const unplaced = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
    const condition = dated(unplaced, pod.status, now);
    if (isSame(conditionOf(pod.status, 'PodScheduled'), condition)) return;
    this.#registry.updateStatus({ kind: 'Pod', namespace, name }, (object) => ({
      ...object,
      status: { ...object.status, conditions: [condition] },
    }));
    this.#record(pod, { type: 'Warning', reason: 'FailedScheduling', message });
  }
}
