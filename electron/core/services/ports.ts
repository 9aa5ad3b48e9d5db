import type { EndpointPort } from '../../../shared/model/endpoint.ts';
import type { ServicePort } from '../../../shared/model/service.ts';
import type { EndpointSlice, Service } from '../kube/objects.ts';

/** A Service's ports with the API's defaults filled in. */
export function servicePorts({ spec }: Service): readonly ServicePort[] {
  return (spec.ports ?? []).map(({ name, protocol = 'TCP', port, targetPort, nodePort, appProtocol }) => ({
    ...(name !== undefined && name !== '' && { name }),
    protocol,
    port,
    targetPort: targetPort ?? port,
    ...(nodePort !== undefined && nodePort !== 0 && { nodePort }),
    ...(appProtocol !== undefined && { appProtocol }),
  }));
}

/** The ports of a slice's endpoints. One without a number means "all ports" and can't be connected to as such. */
export function slicePorts({ ports }: EndpointSlice): readonly EndpointPort[] {
  return (ports ?? []).flatMap(({ name, port, protocol = 'TCP' }) =>
    port === undefined ? [] : [{ ...(name !== undefined && name !== '' && { name }), port, protocol }],
  );
}
