import type { EndpointView } from '../../../../shared/model/endpoint.ts';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import type { ServiceNames } from '../../../../shared/model/names.ts';
import type { ServicePort } from '../../../../shared/model/service.ts';
import { snippets, type Snippet } from '../../../../shared/snippets.ts';

/** A way to a port, with what to paste there. */
export interface ConnectPlace {
  readonly place: 'cluster' | 'forward' | 'node' | 'outside';
  readonly snippets: readonly Snippet[];
  /** Of a node: its name. */
  readonly node?: string;
}

interface Around {
  readonly forward: ForwardView | undefined;
  readonly endpoints: readonly EndpointView[];
}

/** The ways to a Service's port that there are now. */
export function connectPlaces(
  names: ServiceNames,
  port: ServicePort,
  { forward, endpoints }: Around,
): readonly ConnectPlace[] {
  const { name, namespace, headless, externalAddresses, nodes } = names;
  const own = `${name}.${namespace}.svc`;
  // Without a cluster IP nobody translates the port: it is the endpoint's own.
  const number = (headless ? targetNumber(port, endpoints) : undefined) ?? port.port;
  const as = { host: own, port: port.port };
  const node = nodes.find(({ answers }) => answers);
  const [outside] = externalAddresses;
  return [
    { place: 'cluster', snippets: snippets(port, { host: own, port: number }) },
    ...(forward?.local
      ? [
          {
            place: 'forward' as const,
            snippets: snippets(port, { host: forward.spec.address ?? 'localhost', port: forward.local.port, as }),
          },
        ]
      : []),
    ...(node && port.nodePort !== undefined
      ? [
          {
            place: 'node' as const,
            node: node.node,
            snippets: snippets(port, { host: node.address, port: port.nodePort, as }),
          },
        ]
      : []),
    ...(outside === undefined
      ? []
      : [{ place: 'outside' as const, snippets: snippets(port, { host: outside, port: port.port, as }) }]),
  ];
}

function targetNumber({ name, protocol, targetPort }: ServicePort, endpoints: readonly EndpointView[]) {
  const ports = endpoints.filter(({ ready }) => ready).flatMap((endpoint) => endpoint.ports);
  const found = ports.find((port) => port.name === name && port.protocol === protocol)?.port;
  return found ?? (typeof targetPort === 'number' ? targetPort : undefined);
}
