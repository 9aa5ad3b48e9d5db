import type { Duplex, Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { EventRecorder } from '../event-recorder.ts';
import { isSame } from '../../json.ts';
import type { Kubelet, LogOptions, PodRef } from '../kubelet.ts';
import type { DemoEvent, Registry } from '../registry.ts';
import { as, isPodOver, type Pod } from '../shapes.ts';
import { badRequest } from '../../api-rules/status-error.ts';
import { WorkQueue } from '../work-queue.ts';
import { beat } from './node-heartbeat.ts';
import { PodApps } from './pod-apps.ts';
import { PodRunner } from './pod-runner.ts';
import { PodScheduler } from './pod-scheduler.ts';

export interface KubeletOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly onMistake?: (error: unknown) => void;
}

/** Runs the demo cluster's pods: places them, starts them, answers for them, ends them. */
export function startKubelet(options: KubeletOptions): Kubelet & { close(): void } {
  return new DemoKubelet(options);
}

class DemoKubelet implements Kubelet {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #scheduler: PodScheduler;
  readonly #runner: PodRunner;
  readonly #apps: PodApps;
  readonly #queue: WorkQueue;
  readonly #unsubscribe: () => void;

  constructor({ registry, clock, onMistake }: KubeletOptions) {
    const events = new EventRecorder({ registry, clock });
    this.#registry = registry;
    this.#clock = clock;
    this.#scheduler = new PodScheduler(registry, events.from('default-scheduler'));
    this.#runner = new PodRunner({ registry, clock, record: events.from('kubelet') });
    this.#apps = new PodApps({ registry, clock });
    this.#queue = new WorkQueue({ clock, onMistake, reconcile: (key) => this.#sync(key) });
    this.#unsubscribe = registry.subscribe((event) => this.#notice(event));
    for (const object of [...registry.list('Node'), ...registry.list('Pod')]) this.#notice({ type: 'ADDED', object });
  }

  close(): void {
    this.#unsubscribe();
    this.#queue.close();
    this.#runner.close();
  }

  connect(ref: PodRef, port: number): Promise<Duplex> {
    const pod = this.#pod(keyOf(ref));
    const record = this.#runner.recordOf(keyOf(ref));
    if (!pod || !record) return Promise.reject(new Error(`pod not found ("${ref.name}_${ref.namespace}")`));
    return this.#apps.connect({ pod, record, port });
  }

  onGone(ref: PodRef, listener: () => void): () => void {
    const record = this.#runner.recordOf(keyOf(ref));
    if (!record) {
      queueMicrotask(listener);
      return () => undefined;
    }
    record.onGone.add(listener);
    return () => record.onGone.delete(listener);
  }

  logs(ref: PodRef, options: LogOptions): Readable {
    const pod = this.#pod(keyOf(ref));
    const container = options.container ?? pod?.spec.containers[0]?.name ?? '';
    const logs = this.#runner.recordOf(keyOf(ref))?.logs.get(container);
    const log = options.previous === true ? logs?.previous : logs?.current;
    if (log) return log.read(options, this.#clock.now());
    throw badRequest(
      options.previous === true
        ? `previous terminated container "${container}" in pod "${ref.name}" not found`
        : `container "${container}" in pod "${ref.name}" is waiting to start: ${waitingFor(pod, container)}`,
    );
  }

  #pod(key: string): Pod | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return as('Pod', this.#registry.get({ kind: 'Pod', namespace, name }));
  }

  #notice({ type, object, previous }: DemoEvent): void {
    if (object.kind === 'Node') {
      if (type === 'ADDED') this.#queue.add(keyOf({ namespace: '', name: object.metadata.name }));
      // Heartbeats make no new place.
      if (!isSame(previous?.spec, object.spec) || !isSame(previous?.metadata.labels, object.metadata.labels))
        this.#retry();
      return;
    }
    const pod = as('Pod', object);
    if (!pod) return;
    const key = keyOf({ namespace: pod.metadata.namespace ?? '', name: pod.metadata.name });
    if (type === 'DELETED') {
      this.#scheduler.drop(key);
      this.#runner.drop(key);
      this.#retry();
      return;
    }
    this.#scheduler.put(key, pod);
    this.#queue.add(key);
  }

  /** Those without a node may have one now. */
  #retry(): void {
    for (const key of this.#scheduler.waiting) this.#queue.add(key);
  }

  #sync(key: string): number | undefined {
    if (key.startsWith('/')) return beat(this.#registry, key.slice(1), this.#clock.now());
    const pod = this.#pod(key);
    if (!pod || isPodOver(pod)) return undefined;
    if (pod.spec.nodeName !== undefined) return this.#runner.run(key, pod);
    if (pod.metadata.deletionTimestamp === undefined) this.#scheduler.schedule(key, pod, this.#clock.now());
    return undefined;
  }
}

function waitingFor(pod: Pod | undefined, container: string): string {
  const status = pod?.status?.containerStatuses?.find(({ name }) => name === container);
  const reason = status?.state.waiting?.reason ?? 'ContainerCreating';
  return /Pull/.test(reason) ? 'trying and failing to pull image' : reason;
}

function keyOf({ namespace, name }: PodRef): string {
  return `${namespace}/${name}`;
}
