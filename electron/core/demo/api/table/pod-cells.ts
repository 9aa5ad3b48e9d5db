import { dig, list, record, text, type Json } from '../../../json.ts';
import type { DemoObject } from '../../registry.ts';
import { age, count, orNone } from './cells.ts';

interface Summary {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: number;
  readonly lastRestart: string;
}

export function podCells(pod: DemoObject, now: number): unknown[] {
  const { spec = {}, status = {}, metadata } = pod;
  const sidecars = list(spec['initContainers']).filter(isSidecar).length;
  const { reason, ready, restarts, lastRestart } = summarize(pod);
  const isOver = ['Succeeded', 'Failed'].includes(text(status['phase']));
  const shown =
    metadata.deletionTimestamp === undefined || isOver
      ? reason
      : text(status['reason']) === 'NodeLost'
        ? 'Unknown'
        : 'Terminating';
  const ips = list(status['podIPs']);
  return [
    metadata.name,
    `${ready}/${list(spec['containers']).length + sidecars}`,
    shown,
    restarts !== 0 && lastRestart !== '' ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts),
    age(metadata.creationTimestamp, now),
    orNone(text(dig(ips[0], 'ip')) || text(status['podIP'])),
    orNone(text(spec['nodeName'])),
    orNone(text(status['nominatedNodeName'])),
    gatesText(pod),
  ];
}

function summarize({ spec = {}, status = {} }: DemoObject): Summary {
  const start = { reason: text(status['reason']) || text(status['phase']), ready: 0, restarts: 0, lastRestart: '' };
  const init = initSummary(record(spec), record(status));
  const isInitialized = list(status['conditions']).some((one) => isTrue(one, 'Initialized'));
  if (init.waiting !== undefined && !isInitialized) return { ...start, ...init, reason: init.waiting };
  let { reason } = start;
  let { ready, restarts, lastRestart } = init.sidecars;
  let failed = '';
  let isRunning = false;
  for (const container of [...list(status['containerStatuses'])].reverse()) {
    restarts += count(dig(container, 'restartCount'));
    lastRestart = later(lastRestart, container);
    const waiting = text(dig(container, 'state', 'waiting', 'reason'));
    const terminated = dig(container, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (terminated !== undefined) {
      reason = endText(terminated);
      if (count(dig(terminated, 'exitCode')) !== 0) failed = reason;
    } else if (dig(container, 'ready') === true && dig(container, 'state', 'running') !== undefined) {
      isRunning = true;
      ready++;
    }
  }
  if (reason === 'Completed') {
    const isReady = list(status['conditions']).some((one) => isTrue(one, 'Ready'));
    if (isRunning && isReady) reason = 'Running';
    else if (failed !== '') reason = failed;
    else if (isRunning) reason = 'NotReady';
  }
  return { reason, ready, restarts, lastRestart };
}

interface InitSummary {
  /** What the pod still waits for. */
  readonly waiting?: string;
  readonly restarts: number;
  readonly lastRestart: string;
  readonly sidecars: Omit<Summary, 'reason'>;
}

function initSummary(spec: Readonly<Json>, status: Readonly<Json>): InitSummary {
  const all = { restarts: 0, lastRestart: '' };
  const sidecars = { ready: 0, restarts: 0, lastRestart: '' };
  const containers = list(spec['initContainers']);
  for (const [index, one] of list(status['initContainerStatuses']).entries()) {
    const isAside = containers.some((container) => isSidecar(container) && dig(container, 'name') === dig(one, 'name'));
    for (const sum of isAside ? [all, sidecars] : [all]) {
      sum.restarts += count(dig(one, 'restartCount'));
      sum.lastRestart = later(sum.lastRestart, one);
    }
    const terminated = dig(one, 'state', 'terminated');
    if (terminated !== undefined && count(dig(terminated, 'exitCode')) === 0) continue;
    if (isAside && dig(one, 'started') === true) {
      if (dig(one, 'ready') === true) sidecars.ready++;
      continue;
    }
    const why = text(dig(one, 'state', 'waiting', 'reason'));
    if (terminated !== undefined) return { ...all, sidecars, waiting: `Init:${endText(terminated)}` };
    const isNamed = why !== '' && why !== 'PodInitializing';
    return { ...all, sidecars, waiting: isNamed ? `Init:${why}` : `Init:${index}/${containers.length}` };
  }
  return { ...all, sidecars };
}

function endText(terminated: unknown): string {
  const signal = count(dig(terminated, 'signal'));
  const bare = signal === 0 ? `ExitCode:${count(dig(terminated, 'exitCode'))}` : `Signal:${signal}`;
  return text(dig(terminated, 'reason')) || bare;
}

function later(time: string, container: unknown): string {
  const finished = text(dig(container, 'lastState', 'terminated', 'finishedAt'));
  return finished > time ? finished : time;
}

function gatesText({ spec = {}, status = {} }: DemoObject): string {
  const gates = list(spec['readinessGates']);
  if (gates.length === 0) return '<none>';
  const types = gates.map((gate) => text(dig(gate, 'conditionType')));
  const open = types.filter((type) => list(status['conditions']).some((one) => isTrue(one, type))).length;
  return `${open}/${gates.length}`;
}

function isSidecar(container: unknown): boolean {
  return dig(container, 'restartPolicy') === 'Always';
}

function isTrue(condition: unknown, type: string): boolean {
  return dig(condition, 'type') === type && dig(condition, 'status') === 'True';
}
