import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import type { Pod } from '../shapes.ts';
import { ContainerLog } from './container-log.ts';
import type { ContainerLife, Pace } from './container-life.ts';

/** What the kubelet remembers of one pod, beyond what the API has. */
export interface PodRecord {
  readonly uid: string;
  readonly pace: Pace;
  readonly startedAt: number;
  readonly lives: Map<string, ContainerLife>;
  readonly logs: Map<string, { current?: ContainerLog; previous?: ContainerLog }>;
  readonly connections: Set<Duplex>;
  readonly onGone: Set<() => void>;
  ip: string | undefined;
  served: number;
  stoppingSince: number | undefined;
}

export function newRecord({ metadata: { uid } }: Pod, clock: Clock): PodRecord {
  const between = (low: number, high: number): number => Math.round(low + clock.random() * (high - low));
  return {
    uid,
    pace: {
      sandbox: between(300, 900),
      pull: between(800, 2_000),
      start: between(500, 1_500),
      stop: between(800, 2_000),
    },
    startedAt: clock.now(),
    lives: new Map(),
    logs: new Map(),
    connections: new Set(),
    onGone: new Set(),
    ip: undefined,
    served: 0,
    stoppingSince: undefined,
  };
}

/** Starts the log of a new run; the one before becomes the previous container's. */
export function openLog(record: PodRecord, container: string): ContainerLog {
  const log = new ContainerLog();
  const present = record.logs.get(container)?.current;
  record.logs.set(container, { current: log, ...(present && { previous: present }) });
  return log;
}

/** Cuts and ends what leads to the pod. */
export function forget(record: PodRecord): void {
  for (const connection of [...record.connections]) connection.destroy();
  for (const { current } of record.logs.values()) current?.end();
  for (const listener of [...record.onGone]) listener();
  record.onGone.clear();
}
