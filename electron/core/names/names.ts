import type { ClusterDns, NodeDoor, ServiceNames } from '../../../shared/model/names.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import type { EndpointSlice, Pod, Service } from '../kube/objects.ts';
import { selects } from '../services/selector.ts';
import { serviceRow } from '../services/view.ts';
import type { ClusterNode } from './surroundings.ts';
import { environment, envGap, isEverywhere, isRunning } from './environment.ts';
import { dnsRecords, readyAddresses } from './records.ts';

export interface NamesFacts {
  readonly context: string;
  readonly service: Service;
  /** The Service's own. */
  readonly slices: readonly EndpointSlice[];
  /** All of the namespace. */
  readonly pods: readonly Pod[];
  readonly dns: ClusterDns;
  readonly nodes: readonly ClusterNode[];
  /** When the Service's spec was last written to after it was made, in ms of the epoch. */
  readonly changed: number | undefined;
  readonly namesakes: readonly string[];
}

/** So many nodes are enough to show how a node port is reached. */
const DOORS = 5;

/** All names of one Service, and who has them. */
export function namesOf(facts: NamesFacts): Omit<ServiceNames, 'gaps'> {
  const { context, service, slices, pods, dns, changed, namesakes } = facts;
  const row = serviceRow(context, service, slices);
  const { type, headless, namespace, name, clusterIPs, externalName, externalAddresses, ports } = row;
  const behind = type === 'ExternalName' ? [] : podsBehind(facts);
  const records = dnsRecords({ service, slices, pods: behind, dns });
  const env = environment(service);
  const running = env.length === 0 ? [] : pods.filter(isRunning);
  const ref = { context, namespace, name };
  return {
    ...ref,
    key: serviceKey(ref),
    type,
    headless,
    clusterIPs,
    ...(externalName !== undefined && { externalName }),
    externalAddresses,
    ports,
    ready: type === 'ExternalName' ? 0 : readyAddresses(slices),
    dns,
    records,
    ...absence(
      records.some(({ of }) => of === 'service'),
      type === 'ExternalName',
    ),
    env,
    pods: { running: running.length, without: running.flatMap((pod) => envGap(pod, service, changed) ?? []) },
    nodes: ports.some(({ nodePort }) => nodePort !== undefined) ? nodeDoors(facts) : [],
    namesakes: isEverywhere(service) ? [] : namesakes,
  };
}

function absence(isThere: boolean, isAlias: boolean): Pick<ServiceNames, 'absent'> {
  return isThere ? {} : { absent: isAlias ? 'external-address' : 'none-ready' };
}

/** Those that the selector takes in, and those that a slice points at. */
function podsBehind({ service, slices, pods }: NamesFacts): readonly Pod[] {
  const targets = new Set(
    slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).flatMap(({ targetRef }) => (targetRef?.kind === 'Pod' ? (targetRef.name ?? []) : [])),
    ),
  );
  const { selector } = service.spec;
  return pods.filter(({ metadata }) => targets.has(metadata.name) || selects(selector, metadata.labels));
}

/** Those that answer first. */
function nodeDoors({ service, slices, nodes }: NamesFacts): readonly NodeDoor[] {
  const withEndpoint = new Set(
    slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).flatMap(({ conditions, nodeName }) => (conditions?.ready === false ? [] : (nodeName ?? []))),
    ),
  );
  const isLocal = service.spec.externalTrafficPolicy === 'Local';
  const doors = nodes.flatMap(({ name, addresses }) =>
    addresses.slice(0, 1).map((address) => ({
      node: name,
      address,
      answers: isLocal ? withEndpoint.has(name) : withEndpoint.size > 0,
    })),
  );
  return [...doors.filter(({ answers }) => answers), ...doors.filter(({ answers }) => !answers)].slice(0, DOORS);
}
