import type { DemoObject, DemoRef } from './registry.ts';
import { resourceOf } from '../api-rules/resources.ts';

/** Where an object is kept. */
export function refOf({ kind, metadata: { namespace, name } }: Pick<DemoObject, 'kind' | 'metadata'>): DemoRef {
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

/** As refusals name what they are about. */
export function aboutOf({ kind, name }: DemoRef): { name: string; group: string; kind: string } {
  const { group, plural } = resourceOf(kind);
  return { name, group, kind: plural };
}
