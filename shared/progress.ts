import { exposureNames, type ApiJson, type ExposureName } from './model/exposure.ts';
import type { ObjectStep } from './model/objects.ts';
import type { ServiceRow } from './model/service.ts';

/** What has to come true in the cluster after a change, in this order. */
export type Stage = 'seen' | 'address' | 'endpoints';

export interface StageView {
  readonly stage: Stage;
  /** `late`: not after a while; somebody should look. */
  readonly state: 'done' | 'waiting' | 'late';
  /** What is there: addresses, or how many endpoints. */
  readonly detail: string;
}

/** From here on, in ms, waiting asks for a reason. */
export const A_WHILE = 10_000;

export function exposureNameOf({ type, headless }: Pick<ServiceRow, 'type' | 'headless'>): ExposureName {
  return headless ? 'Headless' : type;
}

/** How the Service among the objects made is reached; undefined where there is none among them. */
export function exposureIn(steps: readonly ObjectStep[]): ExposureName | undefined {
  const service = steps.find(({ object }) => object['kind'] === 'Service');
  if (!service) return undefined;
  const { type = 'ClusterIP', clusterIP } = (service.object['spec'] ?? {}) as ApiJson; // a Service that the server took
  if (type === 'ClusterIP' && clusterIP === 'None') return 'Headless';
  return exposureNames.find((name) => name === type);
}

/** How far a change has come that was accepted `since` ms ago, by what the cluster shows; undefined: nothing yet. */
export function progressOf(row: ServiceRow | undefined, to: ExposureName, since: number): readonly StageView[] {
  const view = (stage: Stage, isDone: boolean, detail = ''): StageView => ({
    stage,
    state: isDone ? 'done' : since < A_WHILE ? 'waiting' : 'late',
    detail,
  });
  const isSeen = row !== undefined && exposureNameOf(row) === to;
  const stages = [view('seen', isSeen)];
  if (!row) return stages;
  if (to === 'LoadBalancer') stages.push(view('address', isSeen && !row.pending, row.externalAddresses.join(', ')));
  if (to !== 'ExternalName' && row.endpoints) {
    const { ready, total } = row.endpoints;
    stages.push(view('endpoints', isSeen && ready > 0, `${ready}/${total}`));
  }
  return stages;
}
