import type { Obj } from '../objects.ts';
import { base } from './fixtures.ts';
import { mergePatch } from './merge-patch.ts';
import { podsOf } from './would-be.ts';

/** `services` Services over 20 namespaces, one in ten of them with a slip in its selector. */
export function largeCluster(services: number, replicas: number): readonly Obj[] {
  const [deployment, service] = [
    base.find(({ kind }) => kind === 'Deployment'),
    base.find(({ kind }) => kind === 'Service'),
  ];
  const nodes = base.filter(({ kind }) => kind === 'Node');
  return [
    ...nodes,
    ...Array.from({ length: services }, (_, index): readonly Obj[] => {
      const [name, namespace] = [`svc-${index}-${letters(index)}`, `ns-${index % 20}`];
      const metadata = { name, namespace, labels: { app: name } };
      const made = mergePatch(deployment, {
        metadata,
        spec: { replicas, template: { metadata: { labels: { app: name } } } },
      }) as Obj;
      const wrong = index % 10 === 0 ? name.replace('svc', 'scv') : name;
      return [made, mergePatch(service, { metadata, spec: { selector: { app: wrong } } }) as Obj, ...podsOf(made)];
    }).flat(),
  ];
}

/** Names that are no near misses of each other. */
function letters(index: number): string {
  return Array.from(String(index * 7919), (digit) => 'kqzjxvwygb'.charAt(Number(digit)).repeat(2)).join('');
}
