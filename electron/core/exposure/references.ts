import { isRecord, record } from '../json.ts';
import type { Referrer } from './facts.ts';

/** Names of Ingresses whose backends name the Service. */
export function ingressesOf(ingresses: readonly Referrer[] = [], service: string): readonly string[] {
  return named(ingresses, (node) => record(node['service'])['name'] === service && 'port' in record(node['service']));
}

/** Names of routes of the Gateway API whose backendRefs name the Service. */
export function routesOf(routes: readonly Referrer[] = [], service: string): readonly string[] {
  return named(routes, (node) => {
    const refs = node['backendRefs'];
    if (!Array.isArray(refs)) return false;
    return refs.some((ref: unknown) => {
      const { name, kind = 'Service' } = record(ref);
      return name === service && kind === 'Service';
    });
  });
}

export function statefulSetsOf(sets: readonly Referrer[] = [], service: string): readonly string[] {
  return sets.flatMap(({ metadata, spec }) => (spec?.['serviceName'] === service ? [metadata.name] : []));
}

/** Names of NetworkPolicies whose Pod selector picks Pods that the Service's selector picks: it asks all of one's pairs. */
export function policiesOf(
  policies: readonly Referrer[] = [],
  selector: Readonly<Record<string, string>> = {},
): readonly string[] {
  if (Object.keys(selector).length === 0) return [];
  return policies.flatMap(({ metadata, spec }) => {
    const wanted = record(record(spec?.['podSelector'])['matchLabels']);
    return Object.entries(wanted).every(([key, value]) => selector[key] === value) ? [metadata.name] : [];
  });
}

function named(
  objects: readonly Referrer[],
  isMeant: (node: Readonly<Record<string, unknown>>) => boolean,
): readonly string[] {
  return objects.flatMap(({ metadata, spec }) => (some(spec, isMeant) ? [metadata.name] : []));
}

function some(node: unknown, isMeant: (node: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (Array.isArray(node)) return node.some((child: unknown) => some(child, isMeant));
  if (!isRecord(node)) return false;
  return isMeant(node) || Object.values(node).some((child) => some(child, isMeant));
}
