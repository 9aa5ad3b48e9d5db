import type { ApiJson, PlanRefusal } from '../../../shared/model/exposure.ts';
import { unprocessable } from '../demo/status-error.ts';
import { toDraft } from '../demo/strategies/decode.ts';
import { endpointSliceStrategy } from '../demo/strategies/endpoint-slice.ts';
import { validateMeta } from '../demo/validation/meta.ts';
import { judged } from '../exposure/forecast.ts';

/** What the server would say to such an EndpointSlice; undefined where it takes it. */
export function sliceRefusal(manifest: ApiJson): PlanRefusal | undefined {
  const outcome = judged(() => {
    const draft = toDraft('EndpointSlice', manifest);
    draft.metadata.name ||= '';
    const { defaults, validate, name } = endpointSliceStrategy;
    defaults?.(draft);
    const errors = [
      ...validateMeta(draft.metadata, { name, namespaced: true }),
      ...(validate?.(draft, undefined) ?? []),
    ];
    const about = { name: draft.metadata.name, kind: 'EndpointSlice', group: 'discovery.k8s.io' };
    if (errors.length > 0) throw unprocessable(about, errors);
    return undefined;
  });
  return outcome?.refusal;
}
