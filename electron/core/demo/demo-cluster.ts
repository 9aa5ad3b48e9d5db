import type { Clock } from '../clock.ts';
import type { DemoAccess } from './context.ts';
import { startControllers } from './controllers/start.ts';
import type { Faults } from './faults.ts';
import { startKubelet } from './kubelet/start.ts';
import { PastClock } from './past-clock.ts';
import type { Registry } from './registry.ts';
import { churn } from './sample/churn.ts';
import { largeManifests } from './sample/large.ts';
import { LOAD_BALANCER_CLASS } from './sample/load-balancer-class.ts';
import { sampleManifests } from './sample/sample.ts';
import { startDemoApi } from './server.ts';
import { Store } from './store.ts';

export interface DemoClusterOptions {
  readonly clock: Clock;
  /** Without, the cluster starts empty. */
  readonly sample?: boolean;
  /** For load tests: so many Services beside the sample, with so many Pods behind them, and changes a second. */
  readonly services?: number;
  readonly pods?: number;
  readonly churn?: number;
  /** Of the API server; any free one unless told. */
  readonly port?: number;
}

export interface DemoCluster {
  readonly access: DemoAccess;
  readonly registry: Registry;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** How long the sample has been running when somebody first looks, in ms: its crash loops are under way. */
const AGE = 45 * 60_000;

/** Starts a cluster that is all in this process, but for the sockets: its API server is reached as any other. */
export async function startDemoCluster(options: DemoClusterOptions): Promise<DemoCluster> {
  const { sample = true, services = 0, pods = 0, churn: rate = 0, port } = options;
  const clock = new PastClock(options.clock, AGE);
  const random = (): number => clock.random();
  const registry = new Store({ clock });
  const controllers = startControllers({ registry, clock, loadBalancerClass: LOAD_BALANCER_CLASS });
  const kubelet = startKubelet({ registry, clock });
  for (const manifest of sample ? sampleManifests() : []) registry.create(manifest);
  await clock.catchUp();
  // These come up before everybody's eyes: their past would take longer than their future.
  for (const manifest of services > 0 ? largeManifests({ services, pods, random }) : []) registry.create(manifest);
  const changes = rate > 0 ? churn({ registry, clock, random, rate }) : undefined;
  const api = await startDemoApi({ registry, kubelet, clock, ...(port !== undefined && { port }) });
  return {
    access: {
      cluster: { server: api.url, 'certificate-authority-data': Buffer.from(api.ca).toString('base64') },
      user: { token: api.token },
    },
    registry,
    faults: api.faults,
    close: async () => {
      changes?.close();
      await api.close();
      controllers.close();
      kubelet.close();
    },
  };
}
