import { objectPath } from './objects.ts';
import type { KubeObject } from './objects.ts';
import type { Rest } from './rest.ts';

const first = ['CustomResourceDefinition', 'Namespace', 'Node'];

/** Applies the objects, those that others need first, the rest side by side. */
export async function applyAll(rest: Rest, objects: readonly KubeObject[], parallel = 24): Promise<void> {
  const apply = async (object: KubeObject): Promise<void> => {
    const { status, ...wanted } = object;
    await rest.apply(object.kind === 'Node' ? object : wanted); // a node registers with its status
    if (status !== undefined && object.kind !== 'Node') {
      await rest.patch(`${objectPath(object)}/status`, { status }, 'strategic');
    }
  };
  await eachOf(
    objects.filter(({ kind }) => first.includes(kind)),
    apply,
    parallel,
  );
  await eachOf(
    objects.filter(({ kind }) => !first.includes(kind)),
    apply,
    parallel,
  );
}

export async function eachOf<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  parallel: number,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
}
