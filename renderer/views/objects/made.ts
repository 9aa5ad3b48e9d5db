import type { ExposureName } from '../../../shared/model/exposure.ts';
import { exposureNames, type ApiJson } from '../../../shared/model/exposure.ts';
import type { ObjectStep } from '../../../shared/model/objects.ts';

/** How the Service among the objects made is reached; undefined where there is none among them. */
export function exposureIn(steps: readonly ObjectStep[]): ExposureName | undefined {
  const service = steps.find(({ object }) => object['kind'] === 'Service');
  if (!service) return undefined;
  const { type = 'ClusterIP', clusterIP } = (service.object['spec'] ?? {}) as ApiJson; // a Service that the server took
  if (type === 'ClusterIP' && clusterIP === 'None') return 'Headless';
  return exposureNames.find((name) => name === type);
}
