import type { DemoTarget } from '../../../shared/model/demo.ts';
import { selects } from '../services/selector.ts';
import type { DemoRef, Registry } from './registry.ts';
import { as, type Labels } from './shapes.ts';

/** The Deployment or StatefulSet whose Pods a Service selects. */
export function workloadBehind(registry: Registry, target: DemoTarget): DemoRef | undefined {
  const { namespace } = target;
  const selector = selectorOf(registry, target);
  if (!selector) return undefined;
  for (const kind of ['Deployment', 'StatefulSet'] as const) {
    const workload = registry
      .list(kind, namespace)
      .find((object) => selects(selector, as(kind, object)?.spec.template.metadata?.labels));
    if (workload) return { kind, namespace, name: workload.metadata.name };
  }
  return undefined;
}

/** The names of the Pods that a Service selects and that are not on their way out. */
export function podsBehind(registry: Registry, target: DemoTarget): readonly string[] {
  const selector = selectorOf(registry, target);
  if (!selector) return [];
  return registry
    .list('Pod', target.namespace)
    .filter(({ metadata }) => selects(selector, metadata.labels) && metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name);
}

function selectorOf(registry: Registry, { namespace, service }: DemoTarget): Labels | undefined {
  return as('Service', registry.get({ kind: 'Service', namespace, name: service }))?.spec.selector;
}
