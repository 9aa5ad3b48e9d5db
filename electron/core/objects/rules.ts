import type { ApiJson, PlanRefusal } from '../../../shared/model/exposure.ts';
import { unprocessable } from '../api-rules/status-error.ts';
import { toDraft } from '../api-rules/decode.ts';
import { endpointSliceStrategy } from '../api-rules/endpoint-slice.ts';
import { validateMeta } from '../api-rules/validation/meta.ts';
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
