import type { ServiceDetail } from '../../../shared/model/endpoint.ts';
import type { PodSubject } from '../../commands/pod-actions.ts';
import { lanesOf } from './chart/lane.ts';

/** What a lane of the chart, or a line of the endpoints, stands for, by its key. */
export function podSubject(detail: ServiceDetail, key: string | undefined): PodSubject | undefined {
  const lane = lanesOf(undefined, detail.endpoints, detail.podsWithoutEndpoint).find((one) => one.key === key);
  if (!lane) return undefined;
  const endpoint = detail.endpoints.find((one) => one.key === key);
  const pod = endpoint?.pod ?? detail.podsWithoutEndpoint.find(({ uid }) => key === `pod/${uid}`);
  const { name, address, node } = lane;
  return { context: detail.service.context, name, address, node, pod };
}
