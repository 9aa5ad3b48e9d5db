import type { CommandId } from '../../shared/command-table.ts';
import type { ForwardView } from '../../shared/model/forward.ts';
import type { ServiceRow } from '../../shared/model/service.ts';
import { localAddress, openableUrl } from '../views/services/local-address.ts';
import { serviceCommand } from '../views/service/kubectl.ts';

interface About {
  readonly row: ServiceRow;
  /** The context's name in the kubeconfig. */
  readonly cluster: string;
  readonly forward?: ForwardView | undefined;
}

/** What each command copies of a Service, for those that have something to copy. */
export function copyTexts({ row, cluster, forward }: About): readonly (readonly [CommandId, string])[] {
  const texts: readonly (readonly [CommandId, string | undefined])[] = [
    ['copy.name', row.name],
    ['copy.dns', `${row.name}.${row.namespace}.svc`],
    ['copy.address', row.externalName ?? row.externalAddresses[0] ?? row.clusterIPs[0]],
    ['copy.url', forward && (openableUrl(forward) ?? localAddress(forward))],
    ['copy.kubectl', serviceCommand(row, cluster)],
  ];
  return texts.flatMap(([id, text]) => (text === undefined ? [] : [[id, text] as const]));
}
