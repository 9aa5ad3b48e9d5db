import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import { forwardablePort } from '../balance/eligible.ts';
import type { Known } from './gateway-host.ts';
import type { ReplyCode } from './socks-protocol.ts';

/** The Service that is meant, and the one Pod of it if the name says so. */
export interface Meant {
  readonly row: ServiceRow;
  readonly pod?: string;
}

export interface Names extends Known {
  readonly endpointsOf: (row: ServiceRow) => readonly EndpointView[];
}

/**
 * What a name or address means in the clusters, as their DNS has it: `NAME.NAMESPACE[.svc[.cluster.local]]`,
 * `HOSTNAME.` before it for one Pod of a headless Service, a cluster IP; `.CONTEXT` at the end chooses a cluster.
 * Else the reply for a client: nothing is let through that is not a Service.
 */
export function resolveName(
  { host, port }: { readonly host: string; readonly port: number },
  names: Names,
): Meant | ReplyCode {
  const meant = meanings(host.toLowerCase().replace(/\.$/, ''), names);
  const [first] = meant;
  if (!first) return 'host-unreachable';
  // The same name in two clusters: a guess could reach the wrong one.
  if (meant.length > 1) return 'not-allowed';
  return 'code' in forwardablePort(first.row, port) ? 'not-allowed' : first;
}

function meanings(host: string, names: Names): readonly Meant[] {
  const byAddress = names.rows.filter(({ clusterIPs }) => clusterIPs.includes(host));
  if (byAddress.length > 0) return byAddress.map((row) => ({ row }));
  const context = [...names.labels.values()].find((label) => host.endsWith(`.${label}`));
  const all = inClusters(host, names.rows, names);
  if (all.length > 0 || context === undefined) return all;
  const rows = names.rows.filter((row) => names.labels.get(row.context) === context);
  return inClusters(host.slice(0, -context.length - 1), rows, names);
}

function inClusters(host: string, rows: readonly ServiceRow[], { endpointsOf }: Names): readonly Meant[] {
  const parts = host.replace(/\.svc(?:\.cluster\.local)?$/, '').split('.');
  const [namespace = '', name = '', hostname, ...more] = parts.reverse();
  if (more.length > 0) return [];
  const named = rows.filter((row) => row.namespace === namespace && row.name === name);
  if (hostname === undefined) return named.map((row) => ({ row }));
  return named.flatMap((row) => {
    const pod = endpointsOf(row).find((endpoint) => endpoint.hostname === hostname)?.target?.name;
    return pod === undefined ? [] : [{ row, pod }];
  });
}
