import type { ExposureName } from '../../../shared/model/exposure.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';

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
