import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Break } from './chart/route.ts';

/** The kubectl command that shows the fact behind a break, ready for a shell. */
export function evidenceCommand(it: Break, service: ServiceRow, context: string): string {
  const { namespace, name, selector = {} } = service;
  const kubectl = ['kubectl', '--context', context, '-n', namespace];
  const slices = ['get', 'endpointslices', '-l', `kubernetes.io/service-name=${name}`];
  const labels = Object.entries(selector).map(([label, value]) => `${label}=${value}`);
  const pods = labels.length > 0 ? ['get', 'pods', '-l', labels.join(','), '-o', 'wide'] : slices;
  switch (it.why) {
    case 'pending':
      return shellLine([...kubectl, 'get', 'events', '--field-selector', `involvedObject.name=${name}`]);
    case 'no-endpoint':
    case 'no-selector':
      return shellLine([...kubectl, ...slices]);
    case 'no-port':
      return shellLine([...kubectl, ...slices, '-o', 'yaml']);
    case 'no-pod':
    case 'none-ready':
    case 'pods-without-endpoint':
      return shellLine([...kubectl, ...pods]);
  }
}

/** A Service's own command, to go on from. */
export function serviceCommand({ namespace, name }: Pick<ServiceRow, 'namespace' | 'name'>, context: string): string {
  return shellLine(['kubectl', '--context', context, '-n', namespace, 'get', 'service', name]);
}

function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
