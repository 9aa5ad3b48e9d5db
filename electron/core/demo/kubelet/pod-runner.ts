import type { Clock } from '../../clock.ts';
import type { RecordEvent } from '../event-recorder.ts';
import { isSame } from '../../json.ts';
import type { Registry } from '../registry.ts';
import { as, type Container, type Node, type Pod } from '../shapes.ts';
import { appOf, listens } from './app.ts';
import { advance, newLife, type ContainerLife } from './container-life.ts';
import { PodAddresses } from './pod-addresses.ts';
import { forget, newRecord, openLog, type PodRecord } from './pod-record.ts';
import { podStatus } from './pod-status.ts';

interface Runner {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly record: RecordEvent;
}

/** Takes placed pods through their lives. */
export class PodRunner {
  readonly #runner: Runner;
  readonly #records = new Map<string, PodRecord>();
  readonly #addresses = new PodAddresses();
  /** `node image`: pulled once, there for all. */
  readonly #images = new Set<string>();

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  recordOf(key: string): PodRecord | undefined {
    return this.#records.get(key);
  }

  /** The pod is gone: whatever leads to it ends. */
  drop(key: string): void {
    const record = this.#records.get(key);
    if (!record) return;
    this.#records.delete(key);
    if (record.ip !== undefined) this.#addresses.release(record.ip);
    forget(record);
  }

  close(): void {
    for (const key of [...this.#records.keys()]) this.drop(key);
  }

  /** Takes the pod as far as it gets by now, and says when there is more to do. */
  run(key: string, pod: Pod): number | undefined {
    const record = this.#adopt(key, pod);
    return pod.metadata.deletionTimestamp === undefined ? this.#live(pod, record) : this.#stop(pod, record);
  }

  #adopt(key: string, pod: Pod): PodRecord {
    const known = this.#records.get(key);
    if (known?.uid === pod.metadata.uid) return known;
    this.drop(key);
    const record = newRecord(pod, this.#runner.clock);
    this.#records.set(key, record);
    return record;
  }

  #live(pod: Pod, record: PodRecord): number | undefined {
    const { registry, clock } = this.#runner;
    const { namespace = '', name } = pod.metadata;
    const node = as('Node', registry.get({ kind: 'Node', name: pod.spec.nodeName ?? '' }));
    if (!node) return undefined;
    const now = clock.now();
    // The network is there before the first image is.
    const hasNetwork = now >= record.startedAt + record.pace.sandbox;
    if (hasNetwork) record.ip ??= this.#addresses.take(node);
    const steps = pod.spec.containers.map((container) => this.#advance(pod, container, record));
    const life = { startedAt: record.startedAt, ip: record.ip, hostIP: hostIP(node), containers: record.lives };
    const status = podStatus(pod, life, now);
    if (!isSame(status, pod.status)) {
      registry.updateStatus({ kind: 'Pod', namespace, name }, (object) => ({ ...object, status }));
    }
    const next = Math.min(...steps.map((at) => at ?? Infinity));
    return next === Infinity ? undefined : next;
  }

  #advance(pod: Pod, container: Container, record: PodRecord): number | undefined {
    const now = this.#runner.clock.now();
    const before = record.lives.get(container.name) ?? newLife(record.startedAt);
    const image = `${pod.spec.nodeName ?? ''} ${container.image}`;
    const { life, events, next } = advance(before, {
      pod: withAddress(pod, record.ip),
      container,
      now,
      pace: record.pace,
      hasImage: this.#images.has(image),
    });
    record.lives.set(container.name, life);
    if (life.stage === 'running') this.#images.add(image);
    this.#writeLogs(pod, container, { record, before, after: life });
    for (const event of events) this.#runner.record(pod, { ...event, fieldPath: pathOf(container) });
    return next;
  }

  #writeLogs(
    pod: Pod,
    container: Container,
    {
      record,
      before,
      after,
    }: { readonly record: PodRecord; readonly before: ContainerLife; readonly after: ContainerLife },
  ): void {
    const ran = before.stage === 'running';
    const runs = after.stage === 'running';
    const isNewRun = runs && (!ran || before.since !== after.since);
    if (ran && (!runs || isNewRun)) {
      const log = record.logs.get(container.name)?.current;
      log?.write(this.#runner.clock.now(), appOf(container, pod).exitMessage);
      log?.end();
    }
    if (!isNewRun) return;
    const log = openLog(record, container.name);
    log.write(after.since, `starting ${container.image} in ${pod.metadata.name}`);
    for (const port of listens(container, pod)) log.write(after.since, `listening on :${port}`);
  }

  /** The containers end within their grace; until then they go on answering. */
  #stop(pod: Pod, record: PodRecord): number | undefined {
    const { registry, clock, record: tell } = this.#runner;
    const { namespace = '', name, deletionGracePeriodSeconds = 30 } = pod.metadata;
    if (record.stoppingSince === undefined) {
      record.stoppingSince = clock.now();
      for (const container of pod.spec.containers) {
        tell(pod, {
          reason: 'Killing',
          message: `Stopping container ${container.name}`,
          fieldPath: pathOf(container),
        });
      }
    }
    const end = record.stoppingSince + Math.min(stopTime(pod, record), deletionGracePeriodSeconds * 1_000);
    if (clock.now() < end) return end;
    registry.delete({ kind: 'Pod', namespace, name }, { gracePeriodSeconds: 0 });
    return undefined;
  }
}

function pathOf({ name }: Container): string {
  return `spec.containers{${name}}`;
}

function stopTime(pod: Pod, { pace }: PodRecord): number {
  return Math.max(pace.stop, ...pod.spec.containers.map((container) => appOf(container, pod).drainTime));
}

function withAddress(pod: Pod, ip: string | undefined): Pod {
  return ip === undefined ? pod : { ...pod, status: { ...pod.status, podIP: ip } };
}

function hostIP({ status }: Node): string {
  return status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}
