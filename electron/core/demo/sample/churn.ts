import type { Clock } from '../../clock.ts';
import type { DemoObject, DemoRef, Registry } from '../registry.ts';
import { failProbe, healProbe } from '../trouble.ts';

export interface ChurnOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: () => number;
  /** Changes a second. */
  readonly rate: number;
  /** Where. Absent: everywhere but in kube-system. */
  readonly namespaces?: readonly string[];
}

/** How often the list of what can be changed is made anew, in changes. */
const REFRESH = 200;
/** Of all changes: pods killed, and Services labelled; the others are probes that fail or heal. */
const KILLED = 0.15;
const LABELLED = 0.25;
/** More at once would only be late ones in a burst. */
const TICK = 20;

/** Changes things at random, as a busy cluster does, until it is closed. */
export function churn({ registry, clock, random, rate, namespaces }: ChurnOptions): { close(): void } {
  const stop = new AbortController();
  let pods: readonly DemoObject[] = [];
  let services: readonly DemoObject[] = [];
  let changes = 0;

  const isMeant = ({ metadata: { namespace = '' } }: DemoObject): boolean =>
    namespaces ? namespaces.includes(namespace) : namespace !== 'kube-system';
  const refresh = (): void => {
    pods = registry.list('Pod').filter(isMeant);
    services = registry.list('Service').filter(isMeant);
  };
  const oneOf = (objects: readonly DemoObject[]): DemoObject | undefined => {
    const object = objects[Math.floor(random() * objects.length)];
    return object && registry.get(refOf(object));
  };
  const change = (): void => {
    if (changes++ % REFRESH === 0) refresh();
    const draw = random();
    if (draw < LABELLED - KILLED) return label(registry, oneOf(services), changes);
    const pod = oneOf(pods);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
    if (draw < LABELLED) registry.delete(refOf(pod));
    else if (draw < (1 + LABELLED) / 2) failProbe(registry, refOf(pod));
    else healProbe(registry, refOf(pod));
  };
  const run = async (): Promise<void> => {
    const start = clock.now();
    for (let done = 0; !stop.signal.aborted;) {
      await clock.sleep(Math.max(TICK, 1_000 / rate), stop.signal);
      const due = Math.floor(((clock.now() - start) * rate) / 1_000);
      for (; done < due; done += 1) change();
    }
  };
  run().catch(() => undefined); // it ends by being closed
  return { close: () => stop.abort() };
}

function label(registry: Registry, service: DemoObject | undefined, change: number): void {
  if (!service) return;
  registry.update(refOf(service), (object) => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'demo.portolan.dev/change': String(change) } },
  }));
}

function refOf({ kind, metadata: { namespace, name } }: DemoObject): DemoRef {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}
