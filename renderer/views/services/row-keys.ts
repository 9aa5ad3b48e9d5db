import type { ForwardView } from '../../../shared/model/forward.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import { localAddress, openableUrl } from './local-address.ts';
import { shell } from '../../../shared/shell.ts';

/** Where a key leads in a list of `count` rows from `index`; undefined where it is no way to move. */
export function moveTo(key: string, index: number, { count, page }: { readonly count: number; readonly page: number }) {
  const last = count - 1;
  const at = (place: number): number => Math.min(last, Math.max(0, place));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at(index + 1);
    case 'ArrowUp':
    case 'k':
      return at(index - 1);
    case 'PageDown':
      return at(index + page);
    case 'PageUp':
      return at(index - page);
    case 'Home':
      return at(0);
    case 'End':
      return at(last);
    default:
      return undefined;
  }
}

/** What `c` and then a letter copies of a Service: name, DNS name, address, URL of its forward, kubectl command. */
export function copyText(letter: string, row: ServiceRow, forward: ForwardView | undefined): string | undefined {
  switch (letter) {
    case 'n':
      return row.name;
    case 'd':
      return `${row.name}.${row.namespace}.svc`;
    case 'a':
      return row.externalName ?? row.externalAddresses[0] ?? row.clusterIPs[0];
    case 'u':
      return forward && (openableUrl(forward) ?? localAddress(forward));
    case 'k':
      return shell`kubectl --context ${row.context} -n ${row.namespace} get service ${row.name}`;
    default:
      return undefined;
  }
}
