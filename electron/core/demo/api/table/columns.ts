import { dig, list, record, text } from '../../../json.ts';
import type { DemoKind, DemoObject } from '../../registry.ts';
import { age, containersText, count, fewOf, labelsText, orNone, selectorText } from './cells.ts';
import { podCells } from './pod-cells.ts';

/** A kind as kubectl prints it. Columns from `wide` on are shown with `-o wide` alone; all cells are always sent. */
export interface TableKind {
  readonly columns: readonly string[];
  readonly wide?: readonly string[];
  readonly cells: (object: DemoObject, now: number) => readonly unknown[];
}

const name = ({ metadata }: DemoObject): string => metadata.name;
const created = ({ metadata }: DemoObject, now: number): string => age(metadata.creationTimestamp, now);

export const tables: Readonly<Record<DemoKind, TableKind>> = {
  Namespace: {
    columns: ['Name', 'Status', 'Age'],
    cells: (one, now) => [name(one), text(one.status?.['phase']), created(one, now)],
  },
  Node: {
    columns: ['Name', 'Status', 'Roles', 'Age', 'Version'],
    wide: ['Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime'],
    cells: nodeCells,
  },
  Pod: {
    columns: ['Name', 'Ready', 'Status', 'Restarts', 'Age'],
    wide: ['IP', 'Node', 'Nominated Node', 'Readiness Gates'],
    cells: podCells,
  },
  Service: {
    columns: ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'],
    wide: ['Selector'],
    cells: serviceCells,
  },
  Endpoints: {
    columns: ['Name', 'Endpoints', 'Age'],
    cells: (one, now) => [name(one), endpointsText(one['subsets']), created(one, now)],
  },
  EndpointSlice: {
    columns: ['Name', 'AddressType', 'Ports', 'Endpoints', 'Age'],
    cells: (one, now) => [
      name(one),
      text(one['addressType']),
      fewOf(list(one['ports']).map(slicePort)),
      fewOf(list(one['endpoints']).flatMap((endpoint) => list(dig(endpoint, 'addresses')).map(text))),
      created(one, now),
    ],
  },
  Deployment: {
    columns: ['Name', 'Ready', 'Up-to-date', 'Available', 'Age'],
    wide: ['Containers', 'Images', 'Selector'],
    cells: (one, now) => [
      name(one),
      `${count(one.status?.['readyReplicas'])}/${count(one.spec?.['replicas'])}`,
      count(one.status?.['updatedReplicas']),
      count(one.status?.['availableReplicas']),
      created(one, now),
      ...templateCells(one),
      selectorText(one.spec?.['selector']),
    ],
  },
  ReplicaSet: {
    columns: ['Name', 'Desired', 'Current', 'Ready', 'Age'],
    wide: ['Containers', 'Images', 'Selector'],
    cells: (one, now) => [
      name(one),
      count(one.spec?.['replicas']),
      count(one.status?.['replicas']),
      count(one.status?.['readyReplicas']),
      created(one, now),
      ...templateCells(one),
      selectorText(one.spec?.['selector']),
    ],
  },
  StatefulSet: {
    columns: ['Name', 'Ready', 'Age'],
    wide: ['Containers', 'Images'],
    cells: (one, now) => [
      name(one),
      `${count(one.status?.['readyReplicas'])}/${count(one.spec?.['replicas'])}`,
      created(one, now),
      ...templateCells(one),
    ],
  },
  Event: {
    columns: ['Last Seen', 'Type', 'Reason', 'Object', 'Message'],
    wide: ['Subobject', 'Source', 'First Seen', 'Count', 'Name'],
    cells: eventCells,
  },
  Ingress: {
    columns: ['Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'],
    cells: (one, now) => [
      name(one),
      orNone(text(one.spec?.['ingressClassName'])),
      fewOf(
        list(one.spec?.['rules'])
          .map((rule) => text(dig(rule, 'host')))
          .filter((host) => host !== ''),
        '*',
      ),
      ingressText(one),
      list(one.spec?.['tls']).length > 0 ? '80, 443' : '80',
      created(one, now),
    ],
  },
  NetworkPolicy: {
    columns: ['Name', 'Pod-Selector', 'Age'],
    cells: (one, now) => [name(one), orNone(selectorText(one.spec?.['podSelector'])), created(one, now)],
  },
};

function templateCells({ spec = {} }: DemoObject): string[] {
  const podSpec = dig(spec, 'template', 'spec');
  return [containersText(podSpec, 'name'), containersText(podSpec, 'image')];
}

function nodeCells(node: DemoObject, now: number): unknown[] {
  const { status = {}, spec = {}, metadata } = node;
  const ready = list(status['conditions']).find((one) => dig(one, 'type') === 'Ready');
  const words = [ready === undefined ? 'Unknown' : dig(ready, 'status') === 'True' ? 'Ready' : 'NotReady'];
  if (spec['unschedulable'] === true) words.push('SchedulingDisabled');
  const roles = Object.keys(metadata.labels ?? {}).flatMap(
    (key) => /^node-role\.kubernetes\.io\/(.+)$/.exec(key)?.[1] ?? [],
  );
  const addressOf = (type: string): string =>
    orNone(
      text(
        dig(
          list(status['addresses']).find((one) => dig(one, 'type') === type),
          'address',
        ),
      ),
    );
  const info = (key: string): string => text(dig(status, 'nodeInfo', key));
  const architecture = info('architecture');
  return [
    metadata.name,
    words.join(','),
    orNone(roles.sort().join(',')),
    created(node, now),
    info('kubeletVersion'),
    addressOf('InternalIP'),
    addressOf('ExternalIP'),
    info('osImage') || '<unknown>',
    (info('kernelVersion') || '<unknown>') + (architecture === '' ? '' : ` (${architecture})`),
    info('containerRuntimeVersion') || '<unknown>',
  ];
}

function serviceCells(service: DemoObject, now: number): unknown[] {
  const { spec = {}, metadata } = service;
  const ports = list(spec['ports']).map((port) => {
    const { port: number, nodePort, protocol } = record(port);
    return `${count(number)}${count(nodePort) > 0 ? `:${count(nodePort)}` : ''}/${text(protocol)}`;
  });
  return [
    metadata.name,
    text(spec['type']),
    orNone(text(list(spec['clusterIPs'])[0])),
    outsideText(service),
    orNone(ports.join(',')),
    created(service, now),
    labelsText(spec['selector']),
  ];
}

function outsideText(service: DemoObject): string {
  const { spec = {} } = service;
  const external = list(spec['externalIPs']).map(text);
  if (spec['type'] === 'ExternalName') return text(spec['externalName']);
  if (spec['type'] !== 'LoadBalancer') return orNone(external.join(','));
  const words = [ingressText(service), ...external].filter((word) => word !== '');
  return words.length === 0 ? '<pending>' : words.join(',');
}

function ingressText({ status = {} }: DemoObject): string {
  const words = list(dig(status, 'loadBalancer', 'ingress')).map(
    (one) => text(dig(one, 'ip')) || text(dig(one, 'hostname')),
  );
  return [...new Set(words)].sort().join(',');
}

function endpointsText(subsets: unknown): string {
  const words = list(subsets).flatMap((subset) => {
    const addresses = list(dig(subset, 'addresses')).map((one) => text(dig(one, 'ip')));
    const ports = list(dig(subset, 'ports')).map((port) => count(dig(port, 'port')));
    if (ports.length === 0) return addresses;
    return ports.flatMap((port) => addresses.map((ip) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)));
  });
  return fewOf(words, '<none>');
}

function slicePort(port: unknown): string {
  const { port: number, name: word } = record(port);
  return typeof number === 'number' ? String(number) : text(word) || '*';
}

function eventCells(event: DemoObject, now: number): unknown[] {
  const { involvedObject: about, series } = event;
  const seen = (time: unknown): string | undefined => (typeof time === 'string' ? age(time, now) : undefined);
  const first = seen(event['firstTimestamp']) ?? seen(event['eventTime']) ?? '<unknown>';
  const last = seen(dig(series, 'lastObservedTime')) ?? seen(event['lastTimestamp']) ?? first;
  const component = text(dig(event['source'], 'component')) || text(event['reportingComponent']);
  const instance = text(dig(event['source'], 'host')) || text(event['reportingInstance']);
  return [
    last,
    text(event['type']),
    text(event['reason']),
    [text(dig(about, 'kind')).toLowerCase(), text(dig(about, 'name'))].filter((word) => word !== '').join('/'),
    text(event['message']).trim(),
    text(dig(about, 'fieldPath')),
    instance === '' ? component : `${component}, ${instance}`,
    first,
    count(dig(series, 'count')) || count(event['count']) || 1,
    name(event),
  ];
}
