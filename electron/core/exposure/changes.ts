import type { FieldChange, PlanStep } from '../../../shared/model/exposure.ts';
import { isRecord, isSame, list, record } from '../json.ts';
import type { ExposedService } from './facts.ts';
import { targetOf } from './shape.ts';

/** Every field that differs, lists as wholes but for ports, which are told apart by number and protocol. */
export function changesBetween(
  before: ExposedService,
  after: ExposedService,
  { steps, picked }: { readonly steps: readonly PlanStep[]; readonly picked: readonly string[] },
): readonly FieldChange[] {
  const asked = new Set(steps.flatMap((step) => ('body' in step ? [...leaves(step.body).keys()] : [])));
  const pickedPaths = new Set(picked.map((path) => portPath(path, after)));
  const [from, to] = [leaves(shown(before)), leaves(shown(after))];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((path): FieldChange[] => {
    if (isSame(from.get(path), to.get(path))) return [];
    const isPicked = pickedPaths.has(path);
    return [
      {
        path,
        before: from.get(path),
        after: isPicked ? undefined : to.get(path),
        by: !isPicked && asked.has(path) ? 'you' : 'server',
        picked: isPicked,
      },
    ];
  });
}

function shown(service: ExposedService): object {
  const { labels, annotations, spec } = targetOf(service);
  return { metadata: { labels, annotations }, spec };
}

function leaves(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (isRecord(value)) {
    // A label's key has dots and slashes of its own.
    const isWords = /\.(labels|annotations|selector)$/.test(path);
    for (const [key, child] of Object.entries(value))
      leaves(child, isWords ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, found);
  } else if (path === 'spec.ports') {
    for (const port of list(value)) {
      const { port: number, protocol = 'TCP', ...fields } = record(port);
      leaves({ port: number, ...fields }, `spec.ports[${String(number)}/${String(protocol)}]`, found);
    }
  } else found.set(path, value);
  return found;
}

function portPath(path: string, { spec }: ExposedService): string {
  const [, index, field] = /^spec\.ports\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
  const port = index === undefined ? undefined : spec.ports?.[Number(index)];
  if (!port) return path.replace(/\[0\]$/, '').replace('clusterIPs[1]', 'clusterIPs');
  return `spec.ports[${port.port}/${port.protocol ?? 'TCP'}].${field ?? ''}`;
}
