import type { ContextView } from '../../shared/model/context.ts';
import type { ServiceRow } from '../../shared/model/service.ts';

/** The namespaces to choose from: those with Services, those that are watched, and each context's own. */
export function namespacesOf(
  contexts: readonly ContextView[],
  rows: readonly (readonly ServiceRow[])[],
): readonly string[] {
  const names = new Set(rows.flat().map(({ namespace }) => namespace));
  for (const { scope, namespace } of contexts) {
    for (const name of scope.namespaces) names.add(name);
    if (namespace !== undefined) names.add(namespace);
  }
  return [...names].toSorted((a, b) => a.localeCompare(b, 'en'));
}
