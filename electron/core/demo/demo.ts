import { fail } from '../../../shared/failure.ts';
import type { DemoTarget, DemoTrouble, DemoView } from '../../../shared/model/demo.ts';
import type { Clock } from '../clock.ts';
import { LiveMap } from '../live.ts';
import type { DemoAccess } from './context.ts';
import type { DemoCluster } from './demo-cluster.ts';

/** How long the API server is away, in ms: less than what a waiting connection is held. */
const CUT = 8_000;
const SLOW = { ms: 400, jitter: 200 };

/** The demo cluster of this core: started when somebody comes, and what a person does to it. */
export class Demo {
  readonly view = new LiveMap<DemoView>();
  readonly #clock: Clock;
  readonly #failing = new Set<string>();
  readonly #scaledToZero = new Set<string>();
  #starting: Promise<DemoCluster> | undefined;
  #cutUntil: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.view.reset([]);
  }

  /** The way to the cluster; the first call starts it. */
  async access(): Promise<DemoAccess> {
    return (await this.start()).access;
  }

  /** The running cluster; the first call starts it. */
  start(): Promise<DemoCluster> {
    return (this.#starting ??= this.#start());
  }

  async cause(trouble: DemoTrouble): Promise<void> {
    const cluster = await this.start();
    switch (trouble.do) {
      case 'cut-api':
        await this.#cut(cluster);
        break;
      case 'slow-network':
        cluster.faults.latency = trouble.on ? SLOW : { ms: 0 };
        break;
      default:
        await this.#disturb(cluster, trouble);
    }
    this.#tell(cluster);
  }

  async close(): Promise<void> {
    const cluster = await this.#starting?.catch(() => undefined);
    await cluster?.close();
  }

  async #start(): Promise<DemoCluster> {
    // Not at the top: whoever has clusters of their own need not wait for this one's code.
    const { startDemoCluster } = await import('./demo-cluster.ts');
    const cluster = await startDemoCluster({ clock: this.#clock });
    this.#tell(cluster);
    return cluster;
  }

  async #disturb({ registry }: DemoCluster, trouble: Extract<DemoTrouble, DemoTarget>): Promise<void> {
    const { killPod, failProbe, healProbe, restart, scaleBack, scaleToZero } = await import('./trouble.ts');
    const { podsBehind, workloadBehind } = await import('./behind.ts');
    const { namespace, service } = trouble;
    const key = `${namespace}/${service}`;
    const workload = workloadBehind(registry, trouble);
    if (!workload) throw fail('no-endpoints', { service: key });
    switch (trouble.do) {
      case 'kill-pod': {
        const pods = podsBehind(registry, trouble);
        const name = trouble.pod ?? pods[Math.floor(this.#clock.random() * pods.length)];
        if (name === undefined) throw fail('no-endpoints', { service: key });
        killPod(registry, { namespace, name });
        return;
      }
      case 'fail-probe':
        this.#failing.add(key);
        {
          failProbe(registry, workload);
          return;
        }
      case 'heal-probe':
        this.#failing.delete(key);
        {
          healProbe(registry, workload);
          return;
        }
      case 'restart': {
        restart(registry, workload, this.#clock.now());
        return;
      }
      case 'scale-to-zero':
        this.#scaledToZero.add(key);
        {
          scaleToZero(registry, workload);
          return;
        }
      case 'scale-back':
        this.#scaledToZero.delete(key);
        {
          scaleBack(registry, workload);
          return;
        }
    }
  }

  async #cut(cluster: DemoCluster): Promise<void> {
    if (this.#cutUntil !== undefined) return;
    this.#cutUntil = this.#clock.now() + CUT;
    await cluster.faults.cut();
    this.#clock.sleep(CUT).then(
      async () => {
        await cluster.faults.restore();
        this.#cutUntil = undefined;
        this.#tell(cluster);
      },
      () => undefined,
    );
  }

  #tell({ faults }: DemoCluster): void {
    this.view.reset([
      {
        key: 'demo',
        failing: [...this.#failing],
        scaledToZero: [...this.#scaledToZero],
        isSlow: faults.latency.ms > 0,
        ...(this.#cutUntil !== undefined && { cutUntil: this.#cutUntil }),
      },
    ]);
  }
}
