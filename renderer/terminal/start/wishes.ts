import type { PodView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import type { ProbeTool } from '../../../shared/model/terminal.ts';
import type { Wish } from './wish.ts';

/** A test that tries to reach a Service by its name. */
export function testOfService(service: ServiceRow, tool: ProbeTool = 'dns'): Wish {
  const { context, namespace, name, ports } = service;
  const port = ports[0]?.port;
  const host = `${name}.${namespace}.svc`;
  return { kind: 'probe', context, namespace, tool, host, ...(port !== undefined && { port }) };
}

/** A test that tries to reach a Pod from its own node. */
export function testBeside(context: string, pod: Pick<PodView, 'namespace' | 'node' | 'ips'>): Wish {
  const { namespace, node, ips } = pod;
  const [host] = ips;
  return { kind: 'probe', context, namespace, ...(node && { node }), ...(host !== undefined && { host }) };
}

export function debugIn(context: string, pod: Pick<PodView, 'namespace' | 'name' | 'containers'>): Wish {
  const { namespace, name, containers } = pod;
  return { kind: 'debug', context, namespace, pod: name, containers: containers.map((one) => one.name) };
}
