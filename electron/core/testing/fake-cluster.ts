import { Clusters } from '../kube/clusters.ts';
import type { Cluster } from '../kube/cluster.ts';
import { contextOf } from './context-samples.ts';
import { FakeApi } from './fake-api.ts';
import { FakeClock } from './fake-clock.ts';
import { openFakeApi } from './fake-context.ts';
import type { FakeObject } from './fake-objects.ts';

/** The context `dev`, connected to a fake API server of its own, on a clock that stands still. */
export class FakeCluster {
  readonly api: FakeApi;
  readonly clock = new FakeClock({ now: 1_000_000 });
  readonly clusters: Clusters;

  private constructor(api: FakeApi) {
    this.api = api;
    this.clusters = new Clusters({ clock: this.clock, openApi: (entry) => openFakeApi(entry, this.clock) });
    this.clusters.setKubeconfig({ contexts: [contextOf({ server: api.server })] });
    this.clusters.connect('dev');
  }

  static async start(): Promise<FakeCluster> {
    return new FakeCluster(await FakeApi.start());
  }

  get cluster(): Cluster {
    return this.clusters.cluster('dev');
  }

  /** Puts an object of the samples, which are typed by what Portolan reads of them. */
  put(
    kind: Parameters<FakeApi['objects']['put']>[0],
    object: { readonly metadata: { readonly name: string } } | FakeObject,
  ): void {
    this.api.objects.put(kind, { ...object, metadata: { ...object.metadata } } satisfies FakeObject);
  }

  async stop(): Promise<void> {
    this.clusters.close();
    await this.api.stop();
  }
}
