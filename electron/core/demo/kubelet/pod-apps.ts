import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import type { Registry } from '../registry.ts';
import { as, isPodReady, type Pod } from '../shapes.ts';
import { AppServer, echo } from './app-server.ts';
import { appOf, listeningOn, type Listening } from './app.ts';
import { digest } from './container-life.ts';
import { duplexPair } from './duplex-pair.ts';
import type { Answer, PageFacts } from './page.ts';
import type { PodRecord } from './pod-record.ts';

const ZONE = 'topology.kubernetes.io/zone';
const SHOWN_ANSWERS = 24;
const FIRST_HUE = 205;
/** Each next pod's colour is far from all those before. */
const GOLDEN_ANGLE = 137.5;

export interface Visit {
  readonly pod: Pod;
  readonly record: PodRecord;
  readonly port: number;
}

/** What answers on the pods' ports. */
export class PodApps {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #server = new AppServer();
  /** By the uid of what the pods belong to. */
  readonly #workloads = new Map<string, { readonly hues: Map<string, number>; answers: readonly Answer[] }>();

  constructor({ registry, clock }: { readonly registry: Registry; readonly clock: Clock }) {
    this.#registry = registry;
    this.#clock = clock;
  }

  connect(visit: Visit): Promise<Duplex> {
    const { pod, record, port } = visit;
    const listening = listeningOn(pod, port);
    if (!listening || record.lives.get(listening.container.name)?.stage !== 'running') {
      return Promise.reject(new Error(refusal(pod, port)));
    }
    const [ours, theirs] = duplexPair();
    record.connections.add(theirs);
    theirs.once('close', () => record.connections.delete(theirs));
    theirs.on('error', () => undefined);
    ours.on('error', () => undefined);
    if (listening.speaks === 'http') this.#serve(theirs, visit, listening);
    else echo(theirs, `${pod.metadata.name} on ${pod.spec.nodeName ?? ''}\n`);
    return Promise.resolve(ours);
  }

  #serve(connection: Duplex, visit: Visit, { container }: Listening): void {
    const { namespace = '', name } = visit.pod.metadata;
    const present = (): Pod => as('Pod', this.#registry.get({ kind: 'Pod', namespace, name })) ?? visit.pod;
    this.#server.take(connection, {
      app: () => appOf(container, present()),
      answer: () => this.#answer({ ...visit, pod: present() }, container.image),
      log: (line) => visit.record.logs.get(container.name)?.current?.write(this.#clock.now(), line),
      now: () => this.#clock.now(),
    });
  }

  #answer({ pod, record, port }: Visit, image: string): PageFacts {
    const { name, namespace = '', labels = {}, ownerReferences = [] } = pod.metadata;
    const owner = ownerReferences[0]?.uid ?? pod.metadata.uid;
    const workload = this.#workloads.get(owner) ?? { hues: new Map<string, number>(), answers: [] };
    this.#workloads.set(owner, workload);
    const hue = workload.hues.get(name) ?? Math.round(FIRST_HUE + workload.hues.size * GOLDEN_ANGLE) % 360;
    workload.hues.set(name, hue);
    workload.answers = [{ pod: name, hue }, ...workload.answers].slice(0, SHOWN_ANSWERS);
    record.served += 1;
    return {
      pod: name,
      namespace,
      ip: record.ip ?? '',
      port,
      node: pod.spec.nodeName ?? '',
      zone: labels[ZONE] ?? '',
      image,
      services: this.#servicesOf(pod),
      served: record.served,
      answers: workload.answers,
      isReady: isPodReady(pod),
    };
  }

  #servicesOf({ metadata: { namespace = '', labels = {} } }: Pod): readonly string[] {
    return this.#registry.list('Service', namespace).flatMap((object) => {
      const selector = Object.entries(as('Service', object)?.spec.selector ?? {});
      const isSelecting = selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
      return isSelecting ? object.metadata.name : [];
    });
  }
}

/** As containerd says it. */
function refusal({ metadata: { uid } }: Pod, port: number): string {
  const sandbox = digest(uid);
  const netns = `/var/run/netns/cni-${uid}`;
  const dial = (family: 4 | 6, host: string): string =>
    `IPv${family}${family === 4 ? ':' : ''} dial tcp${family} ${host}:${port}: connect: connection refused`;
  return (
    `failed to execute portforward in network namespace "${netns}": failed to connect to localhost:${port} inside ` +
    `namespace "${sandbox}", ${dial(4, '127.0.0.1')} ${dial(6, '[::1]')}`
  );
}
