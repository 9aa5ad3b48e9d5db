import type { NewService } from '../../../shared/objects-schema.ts';
import type { Workload } from '../../../shared/model/objects.ts';
import { list, record, text, type Json } from '../json.ts';
import type { ExposedService } from '../exposure/facts.ts';

/** Labels that controllers put on single Pods: a Service that asks for them loses its Pods at the next rollout. */
const OF_ONE_POD: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
]);

/** A Service for a workload's Pods: its selector, and a port for each of its containers' TCP, UDP and SCTP ports. */
export function proposalFor(
  { kind, name }: Workload,
  object: Readonly<Json>,
  services: readonly ExposedService[] = [],
): NewService {
  const spec = record(object['spec']);
  const template = kind === 'Pod' ? object : record(spec['template']);
  const labels = wordsIn(record(template['metadata'])['labels']);
  const asked = wordsIn(record(spec['selector'])['matchLabels']);
  const stable = Object.fromEntries(Object.entries(labels).filter(([key]) => !OF_ONE_POD.has(key)));
  const governing = kind === 'StatefulSet' ? text(spec['serviceName']) : '';
  // A StatefulSet's Pods get their DNS names from a headless Service of this name.
  const isMissing = governing !== '' && !services.some(({ metadata }) => metadata.name === governing);
  return {
    name: isMissing ? governing : serviceNameOf(name),
    type: isMissing ? 'Headless' : 'ClusterIP',
    ports: portsOf(record(template['spec'])),
    selector: Object.keys(asked).length > 0 ? asked : stable,
  };
}

type Port = NewService['ports'][number];

function portsOf(podSpec: Readonly<Json>): readonly Port[] {
  const sidecars = list(podSpec['initContainers']).filter((one) => record(one)['restartPolicy'] === 'Always');
  const found = [...list(podSpec['containers']), ...sidecars].flatMap((container) => list(record(container)['ports']));
  const ports = new Map<string, Port>();
  for (const one of found) {
    const { containerPort, name, protocol = 'TCP' } = record(one);
    const key = `${String(containerPort)}/${String(protocol)}`;
    if (typeof containerPort !== 'number' || ports.has(key)) continue;
    if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') continue;
    const known = text(name);
    ports.set(key, {
      ...(known !== '' && { name: known }),
      port: containerPort,
      targetPort: known === '' ? containerPort : known,
      protocol,
    });
  }
  return named([...ports.values()]);
}

/** Several ports need a name each, and no name twice. */
function named(ports: readonly Port[]): readonly Port[] {
  if (ports.length < 2) return ports;
  const taken = new Set<string>();
  return ports.map((port) => {
    const numbered = `${(port.protocol ?? 'TCP').toLowerCase()}-${port.port}`;
    const name = port.name === undefined || taken.has(port.name) ? numbered : port.name;
    taken.add(name);
    return { ...port, name };
  });
}

/** Service names are shorter than others, and have no dots. */
function serviceNameOf(name: string): string {
  return name.replaceAll('.', '-').slice(0, 63).replace(/-+$/, '');
}

function wordsIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record(value)).map(([key, word]) => [key, text(word)]));
}
